using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

/// <summary>Tasks that fail and are retried, under every executor that works in this process.</summary>
[Collection(nameof(Executors))]
public sealed class RetryTests
{
    [Theory]
    [EveryExecutor]
    public async Task ATaskIsTriedUntilItSucceedsAndEveryAttemptIsKept(string executor)
    {
        var calls = new int[20];
        var workload = Work.Of(item =>
        {
            var call = Interlocked.Increment(ref calls[item.Index]);
            return item.Index % 4 == 0 && call <= 2 ? throw new FormatException($"call {call}") : WorkResult.Of(item.Index);
        });
        var board = Board(workload, calls.Length, Bundled.Workers(executor, 3), new TaskRules { Retries = 2 });

        await Bundled.RunAsync(executor, board, Bundled.Workers(executor, 3));

        for (var task = 0; task < calls.Length; task++)
        {
            var failures = task % 4 == 0 ? 2 : 0;
            Assert.Equal((Verdict.Ok, failures), (board.Log.Slots[task].Verdict, board.Log.Slots[task].FailedAttempts));
            var retried = board.Log.Retried.Of(task).ToArray();
            Assert.Equal(Enumerable.Range(1, failures).Select(call => $"call {call}"), retried.Select(attempt => board.Log.Fault(in attempt)!.Message));
            Assert.Equal(Enumerable.Range(0, failures), retried.Select(attempt => (int)attempt.FailedAttempts));
        }
    }

    [Theory]
    [EveryExecutor]
    public async Task AfterTheLastAttemptTheFailureStands(string executor)
    {
        var board = Board(Work.Of(_ => throw new FormatException("never")), 3, 1, new TaskRules { Retries = 1 });
        await Bundled.RunAsync(executor, board, 1);
        Assert.All(board.Log.Slots.ToArray(), slot => Assert.Equal((Verdict.Error, 1), (slot.Verdict, slot.FailedAttempts)));
        Assert.Equal(1, board.Log.Retried.Of(2).Length);
    }

    [Theory]
    [EveryExecutor]
    public async Task TheNextRunKnowsNothingOfTheAttemptsOfTheLast(string executor)
    {
        var board = Board(Work.Of(_ => throw new FormatException("never")), 3, 1, new TaskRules { Retries = 1 });
        await Bundled.RunAsync(executor, board, 1);
        board.Reset(workers: 1, chunkSize: 1);
        Assert.Equal(0, board.Log.Retried.Of(2).Length);
        Assert.Equal(default, board.Log.Slots[2].FailedAttempts);
    }

    [Theory]
    [EveryExecutor]
    public async Task FailFastStartsNoMoreTasksOnceOneHasFailedForGood(string executor)
    {
        var workers = Bundled.Workers(executor, 2);
        var started = 0;
        Board board = null!;
        var workload = Work.Of(item =>
        {
            Interlocked.Increment(ref started);
            if (item.Index == 5)
                throw new FormatException("no");
            // No worker gets far ahead of the one that fails.
            return item.Index < 200 || SpinWait.SpinUntil(() => board.IsStopped, Bundled.TimeLimit) ? WorkResult.Of(item.Index) : default;
        });
        board = Board(workload, 10_000, workers, new TaskRules { FailFast = true }, chunkSize: 100);

        await Bundled.RunAsync(executor, board, workers);

        Assert.True(board.IsStopped);
        Assert.Equal(Verdict.Error, board.Log.Slots[5].Verdict);
        Assert.InRange(started, 6, 200 + workers);
        Assert.True(board.Log.CancelUnfinished("stopped") > 0);
    }

    private static Board Board(IWorkload workload, int tasks, int workers, TaskRules rules, int chunkSize = 1)
    {
        var memory = new PrivateBoardMemory(new BoardLayout(tasks, [], KeepValues: false));
        var board = new Board(workload, (index, _) => new WorkItem(index, index), memory, rules);
        board.Reset(workers, chunkSize);
        return board;
    }
}
