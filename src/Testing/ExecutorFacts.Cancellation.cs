using System.Diagnostics;
using Xunit;
using Xunit.Sdk;

namespace Partime.Testing;

// The rules for interrupted runs.
public abstract partial class ExecutorFacts
{
    /// <summary>Tasks that end only because they are cancelled.</summary>
    private const string LongPause = "pause:3000";

    private const int TasksBeforeInterruption = 5;

    /// <summary>If the session is interrupted before the run, no task starts.</summary>
    [Fact]
    public async Task NothingIsRunWhenTheTokenIsCancelledBefore()
    {
        var (executor, workers) = Create(2);
        var board = new WatchedBoard(Values(ManyTasks), workers, chunkSize: 1);
        await UseAsync(executor, workers, pool => pool.RunAsync(board, new CancellationToken(canceled: true))).ConfigureAwait(false);
        var started = board.StartedAfter(0);
        Assert.True(started == 0, $"{started} tasks started although the token was cancelled before RunAsync was called: check the token before each task.");
    }

    /// <summary>If the session is interrupted, no more tasks start, not even those of a chunk that is already claimed.</summary>
    /// <param name="chunkSize">The number of tasks that a worker claims at once.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task CancellationStopsTheRun(int chunkSize)
    {
        var (executor, workers) = Create(3);
        var interruption = new Interruption(TasksBeforeInterruption);
        var board = new WatchedBoard(ShortPauses(workers), workers, chunkSize) { OnEnd = interruption.OnEnd };
        await UseAsync(executor, workers, pool => pool.RunAsync(board, interruption.Token)).ConfigureAwait(false);

        if (await interruption.WhenAsync(TimeLimit).ConfigureAwait(false) is not { } interrupted)
            throw new XunitException($"RunAsync completed before {TasksBeforeInterruption} tasks had ended, and its token was not cancelled: complete when every task has its verdict.");
        var late = board.StartedAfter(interrupted + (long)(CancellationLatency.TotalSeconds * Stopwatch.Frequency));
        Assert.True(late <= workers,
            $"{late} tasks started after the token was cancelled, more than one for each of the {workers} workers: check the token before each task, also within a chunk, as Drain and Run of TaskBoardExtensions do.");
    }

    /// <summary>The tasks receive the token, because a task may wait for nothing else.</summary>
    [Fact]
    public async Task TasksUnderWayHearOfTheCancellation()
    {
        var (executor, workers) = Create(2);
        // Never disposed of, because a worker that outlives this test may cancel it.
        var cancellation = new CancellationTokenSource();
        var board = new WatchedBoard([.. Enumerable.Repeat(LongPause, 20)], workers, chunkSize: 1) { OnStart = () => cancellation.CancelAfter(50) };
        await UseAsync(executor, workers, pool => pool.RunAsync(board, cancellation.Token)).ConfigureAwait(false);
        foreach (var task in board.Outcomes)
            Assert.True(task.Verdict is Verdict.Cancelled or Verdict.None,
                $"{Describe(task)}, and waits until it is cancelled: pass the token of RunAsync on to the tasks, and record a task that it ends as cancelled.");
    }

    /// <summary>When a pool has ended, also after an interruption, its workers have ended too and no longer use its boards.</summary>
    [Fact]
    public async Task WhenAPoolIsGoneSoAreItsWorkers()
    {
        var (executor, workers) = Create(3);
        var interruption = new Interruption(TasksBeforeInterruption);
        var finished = new WatchedBoard(Values(10), workers, chunkSize: 1);
        var interrupted = new WatchedBoard(ShortPauses(workers), workers, chunkSize: 20) { OnEnd = interruption.OnEnd };
        await UseAsync(executor, workers, async pool =>
        {
            await pool.RunAsync(finished).ConfigureAwait(false);
            await pool.RunAsync(interrupted, interruption.Token).ConfigureAwait(false);
        }).ConfigureAwait(false);

        // A worker that still runs uses a board in this time.
        await Task.Delay(250).ConfigureAwait(false);
        finished.ShouldHaveNoViolations();
        interrupted.ShouldHaveNoViolations();
    }

    /// <summary>Tasks that together take far longer than a cancellation may take to reach the workers.</summary>
    private string[] ShortPauses(int workers)
    {
        var milliseconds = Math.Max(10, CancellationLatency.TotalMilliseconds * 4 * workers / ManyTasks);
        return [.. Enumerable.Repeat($"pause:{milliseconds:F0}", ManyTasks)];
    }
}

/// <summary>Cancels a token after some tasks have ended, as a user does: from outside, on a thread of its own.</summary>
internal sealed class Interruption
{
    private readonly int afterTasks;
    private readonly Action cancel;
    private volatile Task<long>? interruption;

    public Interruption(int afterTasks)
    {
        this.afterTasks = afterTasks;
        // Never disposed of, because a worker of a faulty executor may use the token forever.
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

    /// <summary>The time of the cancellation in ticks; <see langword="null"/> if too few tasks have ended.</summary>
    public async Task<long?> WhenAsync(TimeSpan limit) => interruption is null ? null : await interruption.WaitAsync(limit).ConfigureAwait(false);

    private long Interrupt()
    {
        cancel();
        return Stopwatch.GetTimestamp();
    }
}
