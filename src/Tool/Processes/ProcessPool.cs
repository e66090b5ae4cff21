using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The pool that a session uses: it sends requests to the supervisor and waits.</summary>
/// <remarks>It blocks the calling thread, as the run would not be faster on another one. Where workers have used up all threads that the
/// user may have, there is no other one.</remarks>
internal sealed class ProcessPool(PoolContext context, PoolShape shape) : IMeasuredPool
{
    private readonly Supervisor supervisor = new(context, shape);
    private bool isDisposed;

    public PoolUsage Usage => supervisor.Usage;

    public PoolUsage? TakeUsage() => supervisor.TakeUsage();

    public void Start(CancellationToken cancellationToken) => supervisor.Start(cancellationToken);

    public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        supervisor.Run(board as Board ?? throw new InvalidOperationException("Worker processes need partime's own board."), cancellationToken);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    public void Stop()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        supervisor.Stop();
    }
}

/// <summary>What is the same for all pools of a session.</summary>
/// <param name="Memory">The board's memory, which contains the payload for the workers.</param>
/// <param name="Rules">What the user allows tasks and workers.</param>
internal sealed record PoolContext(SharedBoardMemory Memory, TaskRules Rules)
{
    /// <summary>Where the records of its workers begin on the board.</summary>
    public int FirstRecord { get; init; }
}

/// <summary>What kind of pool to make.</summary>
/// <param name="Workers">The maximum number of processes at once.</param>
/// <param name="IsOnePerTask">Whether every task gets its own process, started when the run begins.</param>
/// <param name="AllReady">Whether all workers must be ready before the run, because the start is not measured.</param>
internal sealed record PoolShape(int Workers, bool IsOnePerTask, bool AllReady)
{
    /// <summary>Whether it runs no tasks at all.</summary>
    public bool IsTrial { get; init; }
}
