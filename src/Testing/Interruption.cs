using System.Diagnostics;

namespace Partime.Testing;

/// <summary>Cancels a token once some tasks have ended, as a user might: from outside, on no worker's thread.</summary>
internal sealed class Interruption
{
    private readonly int afterTasks;
    private readonly Action cancel;
    private volatile Task<long>? interruption;

    public Interruption(int afterTasks)
    {
        this.afterTasks = afterTasks;
        // Never disposed of: the worker of a faulty executor may look at its token for ever.
        var source = new CancellationTokenSource();
        Token = source.Token;
        cancel = source.Cancel;
    }

    public CancellationToken Token { get; }

    public void OnEnd(int ended)
    {
        if (ended == afterTasks)
            interruption = Task.Factory.StartNew(Interrupt, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>When it happened, in ticks; <see langword="null"/> if too few tasks have ended.</summary>
    public async Task<long?> WhenAsync(TimeSpan limit) => interruption is null ? null : await interruption.WaitAsync(limit).ConfigureAwait(false);

    private long Interrupt()
    {
        cancel();
        return Stopwatch.GetTimestamp();
    }
}
