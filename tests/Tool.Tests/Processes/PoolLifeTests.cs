using System.Globalization;
using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>Pools start, end, are interrupted and lose workers.</summary>
public sealed class PoolLifeTests
{
    [Fact]
    public async Task AWorkerThatStillStartsWhenTheRunIsOverIsCancelledDisposesOfItsWorkloadAndIsCounted()
    {
        using var folder = new TemporaryFolder();
        using var harness = new PoolHarness("curious", "1,2", settings: $"first={folder["first"]}");
        var pool = await harness.OpenAsync();
        await harness.RunAsync(pool);
        // Earlier, the second worker might not have begun to start.
        await PoolHarness.UntilAsync(() => harness.RecordOf(0).IsLoading + harness.RecordOf(1).IsLoading == 2);
        await PoolHarness.CloseAsync(pool);

        // The file itself, and one for each process that has disposed of its workload.
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
        Assert.Single(harness.Pids.Distinct());
        Assert.Equal(2, pool.Usage.Processes);
        Assert.Equal(2, pool.Usage.CpuByWorker.Count);
        Assert.Null(pool.Usage.EndFault);
    }

    [Fact]
    public async Task AWorkerThatFailsToStartWhenTheRunIsOverIsTold()
    {
        using var folder = new TemporaryFolder();
        using var harness = new PoolHarness("curious", "1,2", settings: [$"first={folder["first"]}", "end=no-start"]);
        var pool = await harness.OpenAsync();
        await harness.RunAsync(pool);
        await PoolHarness.UntilAsync(() => harness.RecordOf(0).IsLoading + harness.RecordOf(1).IsLoading == 2);
        await PoolHarness.CloseAsync(pool);
        Assert.StartsWith("The workload could not start in another process: no start", pool.Usage.EndFault?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARunWhoseNextWorkerCannotStartKeepsItsResults()
    {
        using var folder = new TemporaryFolder();
        using var harness = new PoolHarness("curious", "2,3", workers: 1, rules: new TaskRules { MaxTasksPerWorker = 1 }, settings: [$"first={folder["first"]}", "end=no-second"]);
        var pool = await harness.OpenAsync();
        var failure = await Assert.ThrowsAsync<BrokenPoolException>(() => harness.RunAsync(pool));
        await PoolHarness.CloseAsync(pool);
        Assert.StartsWith("The workload could not start in another process: no second start", failure.Message, StringComparison.Ordinal);
        Assert.Equal([Verdict.Ok, Verdict.None], harness.Verdicts);
    }

    [Fact]
    public async Task ATimeOutSaysThatTheWorkerWasStopped()
    {
        using var harness = new PoolHarness("crashing", "ok,block", workers: 1, rules: new TaskRules { Timeout = Pace.Of(TimeSpan.FromMilliseconds(300)) });
        var pool = await harness.OpenAsync(allReady: true);
        var run = harness.RunAsync(pool);
        await PoolHarness.UntilAsync(() => Volatile.Read(ref harness.RecordOf(0).TasksStarted) == 2);
        _ = LibC.kill(Assert.Single(harness.Pids), LibC.SIGSTOP);
        await run;
        await PoolHarness.CloseAsync(pool);
        Assert.Equal([Verdict.Ok, Verdict.Timeout], harness.Verdicts);
        Assert.Matches(FormattableString.Invariant(@$"^The task exceeded its time limit of {300 * Pace.Factor / 1000.0} s while a signal had stopped its process\. Its worker process [0-9]+ was killed"), harness.Board.Log.Fault(1)!.Message);
    }

    [Fact]
    public async Task ARunEndsWhenEveryTaskHasAVerdictAndNotBefore()
    {
        using var harness = new PoolHarness("crashing", string.Join(',', Enumerable.Repeat("sleep:20", 50)), workers: 5);
        await harness.RunAsync();
        Assert.All(harness.Verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
    }

    [Theory]
    [InlineData("ok", 0)]
    [InlineData("ok", 1)]
    [InlineData("throw", 1)]
    public async Task ADisposedPoolLeavesNoProcess(string input, int maxTasks)
    {
        using var harness = new PoolHarness("crashing", string.Join(',', Enumerable.Repeat(input, 6)), rules: new TaskRules { MaxTasksPerWorker = maxTasks });
        await harness.RunAsync();
        Assert.All(harness.Pids, pid => Assert.False(Directory.Exists($"/proc/{pid}")));
    }

    [Fact]
    public async Task ADisposedPoolRefusesToRun()
    {
        using var harness = new PoolHarness("curious", "1");
        var pool = await harness.OpenAsync();
        await PoolHarness.CloseAsync(pool);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => harness.RunAsync(pool));
        Assert.Equal([Verdict.None], harness.Verdicts);
    }

    [Fact]
    public async Task DisposingOfAPoolInTheMiddleOfARunEndsTheRun()
    {
        using var harness = new PoolHarness("crashing", "ok,ok,block,block,block,block");
        var pool = await harness.OpenAsync();
        var run = harness.RunAsync(pool);
        await PoolHarness.UntilAsync(() => harness.Board.Claimed >= 4);
        await PoolHarness.CloseAsync(pool);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => run);
        Assert.Equal(2, pool.Usage.Processes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task AnInterruptionLetsTasksUnderWayEndAndStartsNoOthers(int maxTasks)
    {
        using var interruption = new CancellationTokenSource();
        using var harness = new PoolHarness("crashing", string.Join(',', (string[])["ok", "ok", "ok", "ok", "ok", .. Enumerable.Repeat("late", 45)]), rules: new TaskRules { MaxTasksPerWorker = maxTasks });
        var pool = await harness.OpenAsync();
        var run = harness.RunAsync(pool, interruption.Token);
        await PoolHarness.UntilAsync(() => harness.Board.Claimed == 7);
        await interruption.CancelAsync();
        await run;
        await PoolHarness.CloseAsync(pool);

        var done = harness.Verdicts.Count(verdict => verdict == Verdict.Ok);
        // The two workers may have been about to start a task.
        Assert.InRange(done, 5, 7);
        Assert.Equal(50, done + harness.Board.Log.CancelUnfinished("interrupted"));
    }

    [Fact]
    public async Task AnInterruptionRightAfterTheStartOfARunEndsIt()
    {
        for (var repetition = 0; repetition < 5; repetition++)
        {
            using var interruption = new CancellationTokenSource();
            using var harness = new PoolHarness("crashing", "patient,patient,patient");
            var pool = await harness.OpenAsync();
            var run = harness.RunAsync(pool, interruption.Token);
            await interruption.CancelAsync();
            await run;
            await PoolHarness.CloseAsync(pool);
            Assert.All(harness.Verdicts, verdict => Assert.True(verdict is Verdict.None or Verdict.Cancelled));
        }
    }

    [Theory]
    [InlineData("crash", 0, "^The workload did not end: process [0-9]+ was killed by SIGKILL while it ended its workers or disposed of it")]
    [InlineData("crash", 1, "was killed by SIGKILL while")]
    [InlineData("throw", 0, "^The workload failed when it was disposed of: no end")]
    [InlineData("throw", 1, "no end")]
    [InlineData("hang", 0, "^The workload did not end: process [0-9]+ took longer than {0} s to end its workers and dispose of it, and was killed")]
    [InlineData("hang", 3, "took longer than {0} s")]
    public async Task AWorkerThatFailsWhileItExitsCostsNoResultAndIsTold(string end, int maxTasks, string told)
    {
        using var harness = new PoolHarness("curious", "0..6", workers: 1, rules: new TaskRules { MaxTasksPerWorker = maxTasks }, settings: $"end={end}");
        var pool = await harness.OpenAsync();
        await harness.RunAsync(pool);
        await PoolHarness.CloseAsync(pool);
        Assert.Equal(["0", "1", "4", "9", "16", "25"], harness.Values);
        Assert.Matches(string.Format(CultureInfo.InvariantCulture, told, 3 * Pace.Factor), pool.Usage.EndFault?.Text);
    }

    [Fact]
    public async Task ThreadsThatAWorkloadLeavesDoNotKeepAWorkerAlive()
    {
        using var harness = new PoolHarness("crashing", "threads:2,ok", workers: 1);
        await harness.RunAsync();
        Assert.Equal([Verdict.Ok, Verdict.Ok], harness.Verdicts);
        Assert.False(Directory.Exists($"/proc/{harness.Pids[0]}"));
    }

    [Fact]
    public async Task ADeathAfterTheLastResultFailsNoTaskAndTheNextRunHasANewWorker()
    {
        using var folder = new TemporaryFolder();
        // The worker that waits cannot run the second task.
        using var harness = new PoolHarness("curious", $"wait:{folder["go"]},pid");
        var pool = await harness.OpenAsync(allReady: true);
        var run = harness.RunAsync(pool);
        await PoolHarness.UntilAsync(() => harness.Verdicts[1] == Verdict.Ok);
        var dead = Assert.Single(harness.Pids);
        _ = LibC.kill(dead, LibC.SIGKILL);
        await PoolHarness.UntilAsync(() => !Directory.Exists($"/proc/{dead}"));
        File.WriteAllText(folder["go"], "");
        await run;
        Assert.Equal([Verdict.Ok, Verdict.Ok], harness.Verdicts);

        harness.Board.Reset(workers: 2, chunkSize: 1);
        await harness.RunAsync(pool);
        await PoolHarness.CloseAsync(pool);
        Assert.Equal([Verdict.Ok, Verdict.Ok], harness.Verdicts);
        Assert.DoesNotContain(dead, harness.Pids);
    }

    [Fact]
    public async Task ADeathBetweenTwoTasksGivesNoTaskTwoVerdicts()
    {
        using var folder = new TemporaryFolder();
        using var harness = new PoolHarness("curious", $"pid,wait:{folder["never"]},pid", workers: 1);
        var pool = await harness.OpenAsync();
        var run = harness.RunAsync(pool);
        await PoolHarness.UntilAsync(() => Volatile.Read(ref harness.RecordOf(0).TasksStarted) == 2);
        // As if the worker had changed only the first of the two numbers that it changes when it starts a task.
        harness.RecordOf(0).Next = 1;
        _ = LibC.kill(harness.Pids[0], LibC.SIGKILL);
        await run;
        await PoolHarness.CloseAsync(pool);
        Assert.Equal([Verdict.Ok, Verdict.Crashed, Verdict.Ok], harness.Verdicts);
        Assert.Equal(2, pool.Usage.Processes);
    }
}
