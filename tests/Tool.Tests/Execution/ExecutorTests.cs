using System.Text;

namespace Partime.Tool.Tests.Execution;

/// <summary>What every executor in this process does, beyond what <see cref="ConformanceTests"/> checks.</summary>
[Collection(nameof(Executors))]
public sealed class ExecutorTests
{
    [Theory]
    [EveryConcurrentExecutor]
    public async Task AsManyTasksAreUnderWayAsThereAreWorkers(string executor)
    {
        // More than there are processors, so that workers start even if no processor is idle.
        var workers = Environment.ProcessorCount + 3;
        var board = Bundled.Board(new Meeting(workers), workers, workers, keepValues: true);

        await Bundled.RunAsync(executor, board, workers);

        for (var task = 0; task < workers; task++)
            Assert.Equal("met", Encoding.UTF8.GetString(board.Log.Value(task).Span));
        Assert.Equal(workers, board.Log.Slots.ToArray().Select(slot => slot.Worker).Distinct().Count());
    }

    [Theory]
    [EveryExecutor(1)]
    [EveryExecutor(1000)]
    public async Task CancellationStopsTheClaimingAndKeepsWhatWasRecorded(string executor, int chunkSize)
    {
        const int Tasks = 10_000;
        var workers = Bundled.Workers(executor, 3);
        using var cancellation = new CancellationTokenSource();
        var late = 0;
        var workload = Work.Blocking((item, token) =>
        {
            if (token.IsCancellationRequested)
                Interlocked.Increment(ref late);
            if (item.Index == 10)
                cancellation.Cancel();
            return WorkResult.Of(item.Index);
        });
        var board = Bundled.Board(workload, Tasks, workers, chunkSize);

        await Bundled.RunAsync(executor, board, workers, cancellation.Token);

        // Each other worker may have checked the token just before it was cancelled.
        Assert.InRange(late, 0, workers - 1);
        Assert.Equal(Verdict.Ok, board.Log.Slots[10].Verdict);
        Assert.Contains(board.Log.Slots.ToArray(), slot => slot.Verdict == Verdict.None);
        Assert.DoesNotContain(board.Log.Slots.ToArray(), slot => slot.Verdict is not (Verdict.Ok or Verdict.None));
    }

    [Theory]
    [EveryExecutor]
    public async Task ATaskThatObservesTheTokenIsCancelledAndNotAnError(string executor)
    {
        using var cancellation = new CancellationTokenSource();
        var board = Bundled.Board(Work.Blocking((item, token) =>
        {
            cancellation.Cancel();
            token.ThrowIfCancellationRequested();
            return default;
        }), 1, workers: 1);
        await Bundled.RunAsync(executor, board, 1, cancellation.Token);
        Assert.Equal(Verdict.Cancelled, board.Log.Slots[0].Verdict);
    }

    [Theory]
    [EveryExecutor]
    public async Task ABugOfTheBoardFailsTheRunAndNotTheProcess(string executor)
    {
        // Worker numbers that the board does not have: recording throws.
        var board = Bundled.Board(Work.Echo, 10, workers: 0);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Bundled.RunAsync(executor, board, 1));
        Assert.IsType<ArgumentOutOfRangeException>(error);
    }
}
