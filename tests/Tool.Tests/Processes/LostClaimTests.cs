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

    private static unsafe void Claim(SharedBoardMemory memory, int tasks) => memory.Header->Claims.Claim(tasks);
}
