using System.Text;

namespace Partime.Tool.Tests.Execution;

/// <summary>What every executor inside the tool does. One collection with all that changes or fills the thread pool.</summary>
[Collection(nameof(Executors))]
public sealed class ExecutorTests
{
    [Theory]
    [EveryExecutor(1)]
    [EveryExecutor(3)]
    [EveryExecutor(100)]
    public async Task EveryTaskEndsOnceAndItsResultIsWhereItsInputWas(string executor, int chunkSize)
    {
        const int Tasks = 250;
        var workers = Bundled.Workers(executor, 4);
        var calls = new int[Tasks];
        var workload = Work.Awaiting(async (item, _) =>
        {
            Interlocked.Increment(ref calls[item.Index]);
            if (item.Index % 3 == 0)
                await Task.Yield();
            return WorkResult.Of(item.Parse<long>() * 10);
        });
        var board = Bundled.Board(workload, Tasks, workers, chunkSize, keepValues: true);

        await Bundled.RunAsync(executor, board, workers);

        Assert.All(calls, times => Assert.Equal(1, times));
        for (var task = 0; task < Tasks; task++)
        {
            var slot = board.Log.Slots[task];
            Assert.Equal(Verdict.Ok, slot.Verdict);
            Assert.Equal($"{task * 10}", Encoding.UTF8.GetString(board.Log.Value(task).Span));
            Assert.InRange(slot.Worker, 0, workers - 1);
            Assert.InRange(slot.StartedTicks, 1, slot.EndedTicks);
        }
    }

    [Theory]
    [EveryExecutor]
    public async Task WhatATaskThrowsIsItsVerdictAndTheOthersRun(string executor)
    {
        var workers = Bundled.Workers(executor, 2);
        var board = Bundled.Board(Work.Of(item => item.Index % 2 == 0 ? WorkResult.Of(item.Index) : throw new FormatException($"not {item.Text}")), 20, workers);

        await Bundled.RunAsync(executor, board, workers);

        for (var task = 0; task < 20; task++)
        {
            Assert.Equal(task % 2 == 0 ? Verdict.Ok : Verdict.Error, board.Log.Slots[task].Verdict);
            Assert.Equal(task % 2 == 0 ? null : new TaskFault("System.FormatException", $"not {task}"), board.Log.Fault(task));
        }
    }

    [Theory]
    [EveryExecutor(1)]
    [EveryExecutor(7)]
    public async Task NeverMoreTasksAreUnderWayThanThereAreWorkersAndNoTwoShareANumber(string executor, int chunkSize)
    {
        var workers = Bundled.Workers(executor, 3);
        var watched = new WatchedBoard(Bundled.Board(Work.Awaiting(Yielding), 300, workers, chunkSize), workers);

        await Bundled.RunAsync(executor, watched, workers);

        Assert.Empty(watched.Offences);
        Assert.InRange(watched.MostUnderWay, 1, workers);

        static async ValueTask<WorkResult> Yielding(WorkItem item, CancellationToken cancellationToken)
        {
            Thread.Yield();
            await Task.Yield();
            return default;
        }
    }

    [Theory]
    [EveryConcurrentExecutor]
    public async Task AsManyTasksAreUnderWayAsThereAreWorkers(string executor)
    {
        // More than there are processors, so that none of the workers owes its start to a free one.
        var workers = Environment.ProcessorCount + 3;
        var board = Bundled.Board(new Meeting(workers), workers, workers, keepValues: true);

        await Bundled.RunAsync(executor, board, workers);

        for (var task = 0; task < workers; task++)
            Assert.Equal("met", Encoding.UTF8.GetString(board.Log.Value(task).Span));
        Assert.Equal(workers, board.Log.Slots.ToArray().Select(slot => slot.Worker).Distinct().Count());
    }

    [Theory]
    [EveryExecutor]
    public async Task NoTasksAreDoneAtOnce(string executor)
    {
        var workers = Bundled.Workers(executor, 2);
        var board = Bundled.Board(Work.Of(_ => throw new InvalidOperationException("there is no such task")), 0, workers);
        await Bundled.RunAsync(executor, board, workers);
        Assert.Equal(0, board.Claimed);
    }

    [Theory]
    [EveryExecutor]
    public async Task MoreWorkersThanTasksDoNoHarm(string executor)
    {
        var workers = Bundled.Workers(executor, 8);
        var board = Bundled.Board(Work.Echo, 3, workers, chunkSize: 2);
        await Bundled.RunAsync(executor, board, workers);
        Assert.All(board.Log.Slots.ToArray(), slot => Assert.Equal(Verdict.Ok, slot.Verdict));
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

        // Each other worker may have looked at the token just before it was cancelled.
        Assert.InRange(late, 0, workers - 1);
        Assert.Equal(Verdict.Ok, board.Log.Slots[10].Verdict);
        Assert.Contains(board.Log.Slots.ToArray(), slot => slot.Verdict == Verdict.None);
        Assert.DoesNotContain(board.Log.Slots.ToArray(), slot => slot.Verdict is not (Verdict.Ok or Verdict.None));
    }

    [Theory]
    [EveryExecutor]
    public async Task ATaskThatHeedsTheTokenIsCancelledAndNotAnError(string executor)
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
    public async Task OnePoolRunsOneBoardAfterAnother(string executor)
    {
        var workers = Bundled.Workers(executor, 3);
        Verdict[][] verdicts = [];
        await Bundled.Guarded(async () =>
        {
            await using var pool = await Bundled.Create(executor).StartAsync(new PoolRequest { Workers = workers }, default);
            for (var run = 0; run < 3; run++)
            {
                var board = Bundled.Board(Work.Echo, 50, workers);
                await pool.RunAsync(board, default);
                verdicts = [.. verdicts, [.. board.Log.Slots.ToArray().Select(slot => slot.Verdict)]];
            }
        });
        Assert.Equal(3, verdicts.Length);
        Assert.All(verdicts.SelectMany(run => run), verdict => Assert.Equal(Verdict.Ok, verdict));
    }

    [Theory]
    [EveryExecutor]
    public async Task APoolThatNeverRanCanBeDisposed(string executor) => await Bundled.Guarded(async () =>
    {
        var pool = await Bundled.Create(executor).StartAsync(new PoolRequest { Workers = Bundled.Workers(executor, 4) }, default);
        await pool.DisposeAsync();
    });

    [Theory]
    [EveryExecutor]
    public async Task ADefectOfTheBoardFailsTheRunAndNotTheProcess(string executor)
    {
        // Worker numbers that the board does not have: recording throws.
        var board = Bundled.Board(Work.Echo, 10, workers: 0);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Bundled.RunAsync(executor, board, 1));
        Assert.IsType<ArgumentOutOfRangeException>(error);
    }
}
