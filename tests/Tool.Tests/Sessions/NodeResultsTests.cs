using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using static Partime.Tool.Tests.Sessions.NodeHostTests;

namespace Partime.Tool.Tests.Sessions;

/// <summary>What a session records of what nodes have run.</summary>
public sealed class NodeResultsTests
{
    [Fact]
    public async Task ARowNamesTheMachineOfTheNodeThatRanTheTaskThoughAnotherNodeTakesItsPlace()
    {
        using var work = new DescribedWork("sum-squares", "1..4");
        var worker = await OpenAsync(work);
        work.Record(worker, new TaskRange(0, 1), clockOffset: 0, work.Join("io"));
        work.Record(worker, new TaskRange(1, 3), clockOffset: 0, work.Join("europa"));
        await worker.DisposeAsync();

        var tasks = new RunTasks(work.Board.Log, work.Board.GetItem, 0);
        Assert.Equal(("io", "europa", "europa"), (tasks[0].Node, tasks[1].Node, tasks[2].Node));
        // The next run knows nothing of it.
        work.Board.Reset(workers: 2, chunkSize: 1);
        work.Board.Record(new TaskRecord { Index = 0, Worker = 1, Verdict = Verdict.Ok, Result = WorkResult.Of(1) });
        Assert.Null(new RunTasks(work.Board.Log, work.Board.GetItem, 0)[0].Node);
    }

    [Fact]
    public async Task EveryAttemptAtATaskThatIsRetriedReachesTheBoard()
    {
        using var work = new DescribedWork("crashing", "ok,signal:9,throw,ok", new TaskRules { Retries = 2 });
        var worker = await OpenAsync(work);
        work.Record(worker, new TaskRange(0, 4), clockOffset: 0, work.Join("io"));
        await worker.DisposeAsync();

        Assert.Null(work.Board.FindDamage(since: 1));
        var tasks = new RunTasks(work.Board.Log, work.Board.GetItem, 0);
        Assert.Equal([0, 2, 2, 0], Enumerable.Range(0, 4).Select(task => tasks.FormerAttempts(task)));
        Assert.Equal((1, Verdict.Crashed, "SIGKILL", "io"), (tasks.FormerAttempt(1, 0).Attempt, tasks.FormerAttempt(1, 0).Verdict, tasks.FormerAttempt(1, 0).Fault!.Type, tasks.FormerAttempt(1, 0).Node));
        Assert.Equal((3, Verdict.Crashed), (tasks[1].Attempt, tasks[1].Verdict));
        // Each process made one attempt.
        Assert.Equal(3, ((int?[])[tasks.FormerAttempt(1, 0).Pid, tasks.FormerAttempt(1, 1).Pid, tasks[1].Pid]).Distinct().Count());
        Assert.Contains("thrown as told", tasks.FormerAttempt(2, 1).Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreAttemptsThanTheSessionAllowsAreRefused()
    {
        using var work = new DescribedWork("crashing", "throw", new TaskRules { Retries = 2 });
        using var strict = new DescribedWork("crashing", "throw", new TaskRules { Retries = 1 });
        var worker = await OpenAsync(work);
        var block = worker.Run(new TaskRange(0, 1), 1, default).Single();
        await worker.DisposeAsync();

        Assert.Throws<FormatException>(() => strict.Source.Record(strict.Board, new TaskRange(0, 1), 0, default, block, 0));
        Assert.Equal(1, work.Source.Record(work.Board, new TaskRange(0, 1), 0, default, block, 0));
    }

    [Fact]
    public async Task TasksBehindAFailureThatEndsTheSessionAreLeftOut()
    {
        using var work = new DescribedWork("crashing", "ok,throw,ok,ok", new TaskRules { FailFast = true });
        using var lenient = new DescribedWork("crashing", "ok,throw,ok,ok");
        var worker = await OpenAsync(work);
        var block = worker.Run(new TaskRange(0, 4), 1, default).Single();
        await worker.DisposeAsync();

        Assert.Equal(4, work.Source.Record(work.Board, new TaskRange(0, 4), 0, default, block, 0));
        Assert.True(work.Board.IsStopped);
        Assert.Equal([Verdict.Ok, Verdict.Error, Verdict.None, Verdict.None], work.Board.Log.Slots.ToArray().Select(slot => slot.Verdict));
        Assert.Throws<FormatException>(() => lenient.Source.Record(lenient.Board, new TaskRange(0, 4), 0, default, block, 0));
    }

    [Fact]
    public async Task AWorkerThatHadNothingToRunHasWaitedUnlessTheRunBeganMeanwhile()
    {
        using var work = new DescribedWork("sum-squares", "1..4");
        var worker = await OpenAsync(work);
        work.Source.CountUsage(workers: 2);
        Assert.Equal(TimeSpan.Zero, WaitOf(0));
        Assert.True(WaitOf(1) > TimeSpan.Zero);
        // This takes much longer than a worker needs to begin.
        await (await OpenAsync(work)).DisposeAsync();
        work.Source.BeganTicks = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Equal(TimeSpan.Zero, WaitOf(2));
        await worker.DisposeAsync();

        TimeSpan? WaitOf(long task)
        {
            work.Record(worker, new TaskRange(task, task + 1), clockOffset: 0);
            return work.Source.TakeUsage().NodeWait;
        }
    }
}
