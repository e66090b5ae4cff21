using System.Diagnostics;
using Partime.Tool.Execution;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

/// <summary>When workers are started, and what happens to tasks that dead workers had claimed.</summary>
public sealed class LostClaimTests
{
    [Fact]
    public async Task TasksThatADeadWorkerClaimedButDidNotRecordAreRunByAnother()
    {
        using var folder = new TemporaryFolder();
        using var harness = new PoolHarness("curious", $"pid,wait:{folder["never"]},pid,pid", workers: 1);
        var pool = await harness.OpenAsync();
        var run = harness.RunAsync(pool);
        await PoolHarness.UntilAsync(() => Volatile.Read(ref harness.RecordOf(0).TasksStarted) == 2);
        // As if it had claimed the two other tasks and died at once.
        Claim(harness.Memory, 2);
        _ = LibC.kill(Assert.Single(harness.Pids), LibC.SIGKILL);
        await run;
        await PoolHarness.CloseAsync(pool);
        Assert.Equal([Verdict.Ok, Verdict.Crashed, Verdict.Ok, Verdict.Ok], harness.Verdicts);
    }

    [Fact]
    public async Task ACounterThatATaskMakesNegativeEndsTheRun()
    {
        using var folder = new TemporaryFolder();
        using var harness = new PoolHarness("curious", $"wait:{folder["go"]},pid", workers: 1);
        var pool = await harness.OpenAsync();
        var run = harness.RunAsync(pool);
        await PoolHarness.UntilAsync(() => Volatile.Read(ref harness.RecordOf(0).TasksStarted) == 1);
        Claim(harness.Memory, int.MinValue);
        File.WriteAllText(folder["go"], "");
        await run;
        await PoolHarness.CloseAsync(pool);
        Assert.Equal("the counter of claimed tasks was changed", harness.Board.FindDamage(since: 1));
    }

    [Theory]
    [InlineData("process")]
    [InlineData("process-pool")]
    public async Task ABusyWorkerDoesNotKeepOthersFromBeingStarted(string executor)
    {
        // With a time limit the supervisor checks every busy worker repeatedly.
        var rules = new TaskRules { Timeout = TimeSpan.FromMinutes(1), MaxTasksPerWorker = 1 };
        using var folder = new TemporaryFolder();
        using var harness = new PoolHarness("curious", $"wait:{folder["go"]},pid,pid,pid", workers: 2, rules: rules);
        var pool = await harness.OpenAsync(executor);
        var run = harness.RunAsync(pool);
        await PoolHarness.UntilAsync(() => harness.Verdicts.Count(verdict => verdict == Verdict.Ok) == 3);
        File.WriteAllText(folder["go"], "");
        await run;
        await PoolHarness.CloseAsync(pool);
        Assert.All(harness.Verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
    }

    [Fact]
    public async Task DeathsBetweenWorkersThatExitByThemselvesAreNotInARow()
    {
        // One more than may die in a row.
        const int Pairs = 14;
        using var harness = new PoolHarness("crashing", string.Join(',', Enumerable.Repeat("ok,signal:9", Pairs)), workers: 1, rules: new TaskRules { MaxTasksPerWorker = 1 });
        await harness.RunAsync();
        Assert.Equal(Enumerable.Repeat<Verdict[]>([Verdict.Ok, Verdict.Crashed], Pairs).SelectMany(pair => pair), harness.Verdicts);
    }

    /// <summary>On a busy machine, the thread that starts a worker may run again only after the worker has said that it is ready.</summary>
    [Fact]
    public async Task AWorkerThatIsReadyBeforeItsStarterGoesOnHasNotOverwrittenTheBoard()
    {
        using var harness = new PoolHarness("curious", "pid", workers: 1);
        using var events = WorkerHome.Current.CreateEvents();
        harness.RecordOf(0).Clear();
        using var starter = new LateStarter(harness, WorkerHome.Current.StarterOf(WorkerProgram.Argument, harness.Memory, default));
        var worker = starter.Start(0, events);
        Assert.InRange(harness.RecordOf(0).ReadyTicks, worker.SpawnedTicks, Stopwatch.GetTimestamp());
        worker.Kill(KillReason.End);
        await PoolHarness.UntilAsync(() =>
        {
            events.Wait([worker], timeoutMs: 100);
            return worker.HasExited;
        });
        Assert.True(worker.Reap().Status.IsKilled);
    }

    private sealed class LateStarter(PoolHarness harness, WorkerStarter starter) : WorkerStarter
    {
        public override void Dispose() => starter.Dispose();

        protected override WorkerProcess Spawn(int number, WorkerEvents events)
        {
            var worker = starter.Start(number, events);
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref harness.RecordOf(number).ReadyTicks) != 0, PoolHarness.Limit));
            return worker;
        }
    }

    private static unsafe void Claim(SharedBoardMemory memory, int tasks) => memory.Header->Claims.Claim(tasks);
}
