using Partime.Tool.Execution;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

/// <summary>Whoever is hired, and what becomes of what the dead had claimed.</summary>
public sealed class LostClaimTests
{
    [Fact]
    public async Task WhatADeadWorkerHadClaimedAndNotWrittenDownIsRunByAnother()
    {
        using var folder = new TemporaryFolder();
        using var place = new Workplace("curious", $"pid,wait:{folder["never"]},pid,pid", workers: 1);
        var pool = await place.OpenAsync();
        var run = place.RunAsync(pool);
        await Workplace.UntilAsync(() => Volatile.Read(ref place.RecordOf(0).Begun) == 2);
        // As if it had claimed the two others and died at once.
        Claim(place.Memory, 2);
        _ = LibC.kill(Assert.Single(place.Pids), LibC.SIGKILL);
        await run;
        await Workplace.CloseAsync(pool);
        Assert.Equal([Verdict.Ok, Verdict.Crashed, Verdict.Ok, Verdict.Ok], place.Verdicts);
    }

    [Theory]
    [InlineData("process")]
    [InlineData("process-pool")]
    public async Task AWorkerThatIsBusyForLongKeepsNobodyFromBeingHired(string executor)
    {
        // With a time limit the supervisor looks at every busy worker again and again.
        var rules = new TaskRules { Timeout = TimeSpan.FromMinutes(1), MaxTasksPerWorker = 1 };
        using var folder = new TemporaryFolder();
        using var place = new Workplace("curious", $"wait:{folder["go"]},pid,pid,pid", workers: 2, rules: rules);
        var pool = await place.OpenAsync(executor);
        var run = place.RunAsync(pool);
        await Workplace.UntilAsync(() => place.Verdicts.Count(verdict => verdict == Verdict.Ok) == 3);
        File.WriteAllText(folder["go"], "");
        await run;
        await Workplace.CloseAsync(pool);
        Assert.All(place.Verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
    }

    [Fact]
    public async Task DeathsBetweenWorkersThatEndProperlyAreNotDeathsInARow()
    {
        const int Pairs = 16;
        using var place = new Workplace("crashing", string.Join(',', Enumerable.Repeat("ok,signal:9", Pairs)), workers: 1, rules: new TaskRules { MaxTasksPerWorker = 1 });
        await place.RunAsync();
        Assert.Equal(Enumerable.Repeat<Verdict[]>([Verdict.Ok, Verdict.Crashed], Pairs).SelectMany(pair => pair), place.Verdicts);
    }

    private static unsafe void Claim(SharedBoardMemory memory, int tasks) => memory.Header->Claims.Claim(tasks);
}
