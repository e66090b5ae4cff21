using System.Diagnostics;
using Xunit;
using Xunit.Sdk;

namespace Partime.Testing;

// What becomes of a run that is interrupted.
public abstract partial class ExecutorFacts
{
    /// <summary>Where the tasks are that end after the interruption, and not before they have heard of it.</summary>
    private const string LongPause = "pause:3000";

    private const int TasksBeforeInterruption = 5;

    /// <summary>When the session is interrupted before the run, no task is begun.</summary>
    [Fact]
    public async Task NothingIsRunWhenTheTokenIsCancelledBefore()
    {
        var (executor, workers) = Employ(2);
        var board = new WatchedBoard(Values(ManyTasks), workers, chunkSize: 1);
        await UseAsync(executor, workers, pool => pool.RunAsync(board, new CancellationToken(canceled: true))).ConfigureAwait(false);
        var begun = board.BegunAfter(0);
        Assert.True(begun == 0, $"{begun} tasks were begun although the token was cancelled before RunAsync was called: look at the token before each task.");
    }

    /// <summary>When the session is interrupted, no more tasks are begun, also not those of a chunk that was claimed before.</summary>
    /// <param name="chunkSize">How many tasks a worker claims at once.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task CancellationStopsTheRun(int chunkSize)
    {
        var (executor, workers) = Employ(3);
        var interruption = new Interruption(TasksBeforeInterruption);
        var board = new WatchedBoard(ShortPauses(workers), workers, chunkSize) { OnEnd = interruption.OnEnd };
        await UseAsync(executor, workers, pool => pool.RunAsync(board, interruption.Token)).ConfigureAwait(false);

        if (await interruption.WhenAsync(TimeLimit).ConfigureAwait(false) is not { } interrupted)
            throw new XunitException($"RunAsync completed before {TasksBeforeInterruption} tasks had ended, and its token had not been cancelled: complete when every task has its verdict.");
        var late = board.BegunAfter(interrupted + (long)(CancellationLatency.TotalSeconds * Stopwatch.Frequency));
        Assert.True(late <= workers,
            $"{late} tasks were begun after the token had been cancelled, and no more than {workers} workers can just have looked at it: look at it before each task, also within a chunk, as Drain and Run of TaskBoardExtensions do.");
    }

    /// <summary>The token is passed on to the tasks, which may wait for nothing else.</summary>
    [Fact]
    public async Task TasksUnderWayHearOfTheCancellation()
    {
        var (executor, workers) = Employ(2);
        // Never disposed of: who has it cancelled may be a worker that outlives the fact.
        var cancellation = new CancellationTokenSource();
        var board = new WatchedBoard([.. Enumerable.Repeat(LongPause, 20)], workers, chunkSize: 1) { OnBegin = () => cancellation.CancelAfter(50) };
        await UseAsync(executor, workers, pool => pool.RunAsync(board, cancellation.Token)).ConfigureAwait(false);
        foreach (var task in board.Outcomes)
            Assert.True(task.Verdict is Verdict.Cancelled or Verdict.None,
                $"{Told(task)}, and was told to wait until it is cancelled: pass the token of RunAsync on to the tasks, and record one that gives up as cancelled.");
    }

    /// <summary>When a pool is gone, also after an interruption, so are its workers: nobody touches a board of it.</summary>
    [Fact]
    public async Task WhenAPoolIsGoneSoAreItsWorkers()
    {
        var (executor, workers) = Employ(3);
        var interruption = new Interruption(TasksBeforeInterruption);
        var finished = new WatchedBoard(Values(10), workers, chunkSize: 1);
        var interrupted = new WatchedBoard(ShortPauses(workers), workers, chunkSize: 20) { OnEnd = interruption.OnEnd };
        await UseAsync(executor, workers, async pool =>
        {
            await pool.RunAsync(finished).ConfigureAwait(false);
            await pool.RunAsync(interrupted, interruption.Token).ConfigureAwait(false);
        }).ConfigureAwait(false);

        // In which a worker that is still there shows up at a board.
        await Task.Delay(250).ConfigureAwait(false);
        finished.ShouldBeUnharmed();
        interrupted.ShouldBeUnharmed();
    }

    /// <summary>Tasks that last, all together, far longer than the news of an interruption may take.</summary>
    private string[] ShortPauses(int workers)
    {
        var milliseconds = Math.Max(10, CancellationLatency.TotalMilliseconds * 4 * workers / ManyTasks);
        return [.. Enumerable.Repeat($"pause:{milliseconds:F0}", ManyTasks)];
    }
}
