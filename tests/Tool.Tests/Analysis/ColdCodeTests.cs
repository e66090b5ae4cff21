using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis;

public sealed class ColdCodeTests
{
    private const int RoundCount = 5;

    [Fact]
    public void AClaimBetweenColdAndWarmCodeHasTheEvidence()
    {
        var summaries = Summary.Of([.. Rounds("serial", 1, seconds: 1, methods: 3, compiling: 0.001), .. Rounds("process-pool", 2, seconds: 3, methods: 400, compiling: 0.5)], EquivalenceBand.Default);
        Assert.Equal((3, 400, 3), summaries[1].ColdCode is { } cold ? (Math.Round(cold.Slowdown, 9), cold.Methods, cold.BaselineMethods) : default);
        Assert.StartsWith("process-pool × 2 ran cold code: each run compiled 400 methods, and 3 under serial; its tasks took 3.00 times as long", Assert.Single(SummaryRemarks.Of(summaries), remark => remark.Contains("cold code", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1, 400, 0.5, "no difference is claimed")]
    [InlineData(1.04, 400, 0.5, "the tasks are hardly slower")]
    [InlineData(3, 400, 0.01, "compiling took hardly any time")]
    [InlineData(3, 3, 0.5, "the baseline compiled as much")]
    [InlineData(3, null, null, "an older file does not tell")]
    public void OtherwiseThereIsNone(double seconds, int? methods, double? compiling, string because)
    {
        var summaries = Summary.Of([.. Rounds("serial", 1, seconds: 1, methods: 3, compiling: 0.001), .. Rounds("process-pool", 2, seconds, methods, compiling)], EquivalenceBand.Default);
        Assert.True(summaries[1].ColdCode is null, because);
    }

    [Fact]
    public void ColdComparedWithColdIsLikeWithLike() => Assert.Null(
        Summary.Of([.. Rounds("serial", 1, seconds: 1, methods: 390, compiling: 0.3), .. Rounds("process-pool", 2, seconds: 1.2, methods: 400, compiling: 0.361)], EquivalenceBand.Default)[1].ColdCode);

    /// <summary>There the advice would be to do what was done.</summary>
    [Fact]
    public void AnIsolatedBaselineIsAsColdAsItGets() => Assert.Null(Summary.Of(
    [
        .. Rounds("serial", 1, seconds: 1, methods: 3, compiling: 0.001).Select(run => run with { IsIsolated = true }),
        .. Rounds("process-pool", 2, seconds: 3, methods: 400, compiling: 0.5),
    ], EquivalenceBand.Default)[1].ColdCode);

    private static IEnumerable<Observation> Rounds(string executor, int workers, double seconds, int? methods, double? compiling) =>
        from round in Enumerable.Range(1, RoundCount)
        let run = (MadeRun.Of("1") with { Round = round, Number = round, Seconds = (0, seconds, 0) }).Observation()
        select run with
        {
            Planned = run.Planned with { Configuration = new(executor, workers, 1) },
            WorkSeconds = seconds,
            Noise = new RunNoise { CompiledMethods = methods, CompileSeconds = compiling },
        };
}
