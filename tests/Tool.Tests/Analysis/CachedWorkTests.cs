using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis;

public sealed class CachedWorkTests
{
    [Fact]
    public void AFirstRunThatTookManyTimesAsLongIsToldWithItsNumbers()
    {
        var summaries = Summary.Of([.. Rounds("threads", 2, first: 2, later: 0.1, compiling: 0.01), .. Rounds("serial", 1, first: 0.1, later: 0.1)], EquivalenceBand.Default);
        Assert.Equal(new CachedWork(2, 0.1, 0.01, IsWarmup: false), summaries[0].Cached);
        Assert.Equal("threads × 2: tasks took 2.000 s in all in the first round, and 100 ms in later ones, which is 20 times as fast; compiling took 10.0 ms. "
            + "A static field may remember results, so that later rounds, also of other executors, hardly measure the work: isolate the runs, or remove it.", Remark(summaries));
    }

    [Theory]
    [InlineData(0.6, 0.13, 0.0, 0.01, "less than five times is no sign")]
    [InlineData(0.49, 0.04, 0.0, 0.01, "a short run may end before its code is compiled again")]
    [InlineData(2, 0.1, 1.0, 0.01, "compiling explains it")]
    [InlineData(2, 0.1, 0.0, 0.9, "one task of each worker explains it, which loaded something")]
    [InlineData(0.0009, 1e-6, 0.0, 1e-5, "it is too short to tell")]
    [InlineData(2, 0.1, 0.0, null, "an older file does not tell")]
    [InlineData(2, 0.1, null, 0.01, "nor does one without the compiler's time")]
    public void OtherwiseThereIsNoSign(double first, double later, double? compiling, double? longest, string because) =>
        Assert.True(Summary.Of(Rounds("threads", 2, first, later, compiling, longest), EquivalenceBand.Default)[0].Cached is null, because);

    /// <summary>On a busy machine also the longest task did little but wait.</summary>
    [Fact]
    public void WaitsForACpuAreNoWork()
    {
        var runs = Rounds("threads", 2, first: 10, later: 0.1, longest: 1).ToList();
        runs[0] = runs[0] with { WorkerTime = runs[0].WorkerTime! with { CpuWait = 8 } };
        Assert.Equal(2, Summary.Of(runs, EquivalenceBand.Default)[0].Cached?.First);
        runs[0] = runs[0] with { WorkerTime = runs[0].WorkerTime! with { CpuWait = 9.7 } };
        Assert.Null(Summary.Of(runs, EquivalenceBand.Default)[0].Cached);
    }

    [Fact]
    public void OneLaterRunIsTooFew() => Assert.Null(Summary.Of(Rounds("threads", 2, first: 2, later: 0.1).Take(2), EquivalenceBand.Default)[0].Cached);

    [Fact]
    public void TheFirstRunMayBeOneToWarmUp()
    {
        var runs = Rounds("threads", 2, first: 2, later: 0.1).ToList();
        runs[0] = runs[0] with { Planned = runs[0].Planned with { Phase = Phase.Warmup } };
        Assert.Contains("in the first round, to warm up, and 100 ms in later ones", Remark(Summary.Of(runs, EquivalenceBand.Default)), StringComparison.Ordinal);
    }

    [Fact]
    public void FreshProcessesRememberNothing() => Assert.Contains("Something outside of the processes may remember",
        Remark(Summary.Of(Rounds("threads", 2, first: 2, later: 0.1).Select(run => run with { IsIsolated = true }), EquivalenceBand.Default)), StringComparison.Ordinal);

    /// <summary>A serial run that finds its results is as fast as no other.</summary>
    [Fact]
    public void ColdCodeIsNoExplanationThen()
    {
        var pool = Rounds("process-pool", 2, first: 2, later: 2, compiling: 0.5).Select(run => run with { Times = new TimeParts(2, 0, 2, 0), Noise = run.Noise with { CompiledMethods = 400 } });
        var serial = Rounds("serial", 1, first: 2, later: 0.1).Select(run => run with { Times = new TimeParts(0.1, 0, 0.1, 0), Noise = run.Noise with { CompiledMethods = 3 } }).ToList();
        var summaries = Summary.Of([.. serial, .. pool], EquivalenceBand.Default);
        Assert.NotNull(summaries[1].ColdCode);
        Assert.StartsWith("serial: tasks took", Remark(summaries), StringComparison.Ordinal);
        Assert.DoesNotContain(SummaryRemarks.WithoutTable(summaries), remark => remark.Contains("cold code", StringComparison.Ordinal));
    }

    /// <summary>Other executors ran before, but each session has a process of its own.</summary>
    [Fact]
    public void EverySessionHasItsFirstRun()
    {
        var monday = Rounds("threads", 2, first: 2, later: 0.1).ToList();
        var tuesday = monday.ConvertAll(run => run with { Session = "tuesday" });
        Assert.Equal(2, Summary.Of([.. monday, .. tuesday], EquivalenceBand.Default)[0].Cached?.First);
    }

    private static string Remark(IReadOnlyList<Summary> summaries) => Assert.Single(SummaryRemarks.WithoutTable(summaries), remark => remark.Contains("may remember", StringComparison.Ordinal));

    private static IEnumerable<Observation> Rounds(string executor, int workers, double first, double later, double? compiling = 0, double? longest = 0.01) =>
        from round in Enumerable.Range(1, 4)
        let run = (MadeRun.Of("1") with { Executor = executor, Workers = workers, Round = round, Number = round }).Observation()
        select run with { WorkSeconds = round == 1 ? first : later, LongestTaskSeconds = longest, Noise = new RunNoise { CompileSeconds = compiling } };
}
