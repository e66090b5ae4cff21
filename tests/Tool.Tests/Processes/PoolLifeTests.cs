using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>Pools begin, end, are interrupted and lose workers.</summary>
public sealed class PoolLifeTests
{
    [Fact]
    public async Task ARunEndsWhenEveryTaskHasAVerdictAndNotBefore()
    {
        using var place = new Workplace("crashing", string.Join(',', Enumerable.Repeat("sleep:20", 50)), workers: 5);
        await place.RunAsync();
        Assert.All(place.Verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
    }

    [Theory]
    [InlineData("ok", 0)]
    [InlineData("ok", 1)]
    [InlineData("throw", 1)]
    public async Task WhenAPoolIsGoneSoAreItsProcesses(string input, int maxTasks)
    {
        using var place = new Workplace("crashing", string.Join(',', Enumerable.Repeat(input, 6)), rules: new TaskRules { MaxTasksPerWorker = maxTasks });
        await place.RunAsync();
        Assert.All(place.Pids, pid => Assert.False(Directory.Exists($"/proc/{pid}")));
    }

    [Fact]
    public async Task APoolThatIsGoneRunsNothingAndSaysSo()
    {
        using var place = new Workplace("curious", "1");
        var pool = await place.OpenAsync();
        await Workplace.CloseAsync(pool);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => place.RunAsync(pool));
        Assert.Equal([Verdict.None], place.Verdicts);
    }

    [Fact]
    public async Task DisposingOfAPoolInTheMiddleOfARunEndsTheRun()
    {
        using var place = new Workplace("crashing", "ok,ok,block,block,block,block");
        var pool = await place.OpenAsync();
        var run = place.RunAsync(pool);
        await Workplace.UntilAsync(() => place.Board.Claimed >= 4);
        await Workplace.CloseAsync(pool);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => run);
        Assert.Equal(2, pool.Usage.Processes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task AnInterruptionLetsTasksUnderWayEndAndStartsNoOthers(int maxTasks)
    {
        using var interruption = new CancellationTokenSource();
        using var place = new Workplace("crashing", string.Join(',', (string[])["ok", "ok", "ok", "ok", "ok", .. Enumerable.Repeat("late", 45)]), rules: new TaskRules { MaxTasksPerWorker = maxTasks });
        var pool = await place.OpenAsync();
        var run = place.RunAsync(pool, interruption.Token);
        await Workplace.UntilAsync(() => place.Board.Claimed == 7);
        await interruption.CancelAsync();
        await run;
        await Workplace.CloseAsync(pool);

        var done = place.Verdicts.Count(verdict => verdict == Verdict.Ok);
        // Some of the two under way may have been about to begin.
        Assert.InRange(done, 5, 7);
        Assert.Equal(50, done + place.Board.Log.CancelUnfinished("interrupted"));
    }

    [Fact]
    public async Task AnInterruptionRightAfterTheStartOfARunEndsIt()
    {
        for (var repetition = 0; repetition < 20; repetition++)
        {
            using var interruption = new CancellationTokenSource();
            using var place = new Workplace("crashing", "patient,patient,patient");
            var pool = await place.OpenAsync();
            var run = place.RunAsync(pool, interruption.Token);
            await interruption.CancelAsync();
            await run;
            await Workplace.CloseAsync(pool);
            Assert.All(place.Verdicts, verdict => Assert.True(verdict is Verdict.None or Verdict.Cancelled));
        }
    }

    [Theory]
    [InlineData("crash", 0)]
    [InlineData("crash", 1)]
    [InlineData("throw", 0)]
    [InlineData("throw", 1)]
    [InlineData("hang", 0)]
    [InlineData("hang", 3)]
    public async Task WhatAWorkerDoesAtItsEndCostsNoResult(string end, int maxTasks)
    {
        using var place = new Workplace("curious", "0..6", workers: 1, rules: new TaskRules { MaxTasksPerWorker = maxTasks }, settings: $"end={end}");
        await place.RunAsync();
        Assert.Equal(["0", "1", "4", "9", "16", "25"], place.Values);
    }

    [Fact]
    public async Task ThreadsThatAWorkloadLeavesDoNotKeepAWorkerAlive()
    {
        using var place = new Workplace("crashing", "threads:2,ok", workers: 1);
        await place.RunAsync();
        Assert.Equal([Verdict.Ok, Verdict.Ok], place.Verdicts);
        Assert.False(Directory.Exists($"/proc/{place.Pids[0]}"));
    }

    [Fact]
    public async Task ADeathAfterTheLastResultIsNobodysAndTheNextRunHasAFreshWorker()
    {
        using var folder = new TemporaryFolder();
        // Whoever waits cannot be the one that runs the second task.
        using var place = new Workplace("curious", $"wait:{folder["go"]},pid");
        var pool = await place.OpenAsync(allReady: true);
        var run = place.RunAsync(pool);
        await Workplace.UntilAsync(() => place.Verdicts[1] == Verdict.Ok);
        var dead = Assert.Single(place.Pids);
        _ = LibC.kill(dead, LibC.SIGKILL);
        await Workplace.UntilAsync(() => !Directory.Exists($"/proc/{dead}"));
        File.WriteAllText(folder["go"], "");
        await run;
        Assert.Equal([Verdict.Ok, Verdict.Ok], place.Verdicts);

        place.Board.Reset(workers: 2, chunkSize: 1);
        await place.RunAsync(pool);
        await Workplace.CloseAsync(pool);
        Assert.Equal([Verdict.Ok, Verdict.Ok], place.Verdicts);
        Assert.DoesNotContain(dead, place.Pids);
    }

    [Fact]
    public async Task ADeathOnTheWayFromOneTaskToTheNextGivesNoTaskTwoVerdicts()
    {
        using var folder = new TemporaryFolder();
        using var place = new Workplace("curious", $"pid,wait:{folder["never"]},pid", workers: 1);
        var pool = await place.OpenAsync();
        var run = place.RunAsync(pool);
        await Workplace.UntilAsync(() => Volatile.Read(ref place.RecordOf(0).Begun) == 2);
        // As the record is after the first of the two numbers that a worker changes when it begins a task.
        place.RecordOf(0).Next = 1;
        _ = LibC.kill(place.Pids[0], LibC.SIGKILL);
        await run;
        await Workplace.CloseAsync(pool);
        Assert.Equal([Verdict.Ok, Verdict.Crashed, Verdict.Ok], place.Verdicts);
        Assert.Equal(2, pool.Usage.Processes);
    }
}
