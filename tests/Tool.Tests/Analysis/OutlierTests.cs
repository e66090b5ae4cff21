using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Analysis;

public sealed class OutlierTests
{
    [Fact]
    public void ARoundFarFromTheOthersIsReportedAndCounts()
    {
        double[] seconds = [1, 1.01, 0.99, 1.02, 5];
        var summary = Summarized(seconds);
        var outlier = Assert.Single(summary.Outliers);
        Assert.Equal((5, 5, 5), (outlier.Run.Times.Wall, summary.Wall!.Max, summary.Rounds));
        Assert.Empty(Summarized(seconds[1..]).Outliers);
    }

    [Fact]
    public void ItsCauseExplainsAtLeastHalfOfItsDelay()
    {
        var late = MadeRun.Of("1") with { Seconds = (0, 2, 0), Round = 3, Number = 3 };
        Assert.Equal("other programs used the CPUs", Outlier.CauseOf(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.6, StealSeconds = 0.5 } }, median: 1, new RunNoise()));
        Assert.Null(Outlier.CauseOf(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.4 } }, median: 1, new RunNoise()));
        Assert.Null(Outlier.CauseOf(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 5 } }, median: 3, new RunNoise()));
    }

    [Fact]
    public void ARoundHardlyFromTheOthersIsNoOutlierHoweverCloseTheyAre()
    {
        Assert.Empty(Summarized([1.26, 1.2601, 1.2602, 1.2603, 1.23]).Outliers);
        Assert.Single(Summarized([1.26, 1.2601, 1.2602, 1.2603, 1.12]).Outliers);
    }

    /// <summary>A program that runs beside every round slows none of them more than the others.</summary>
    [Fact]
    public void WhatHappensInEveryRoundIsNoCause()
    {
        var runs = Enumerable.Range(1, 6).Select(round => (MadeRun.Of("1") with { Round = round, Number = round, Seconds = (0, round == 1 ? 2 : 1 + (round / 1000.0), 0) })
            .Observation() with
        { Noise = new RunNoise { OthersCpuSeconds = 0.9, GcPauseSeconds = round == 5 ? null : 0.7 } }).ToList();
        Assert.Equal("the first round: code was compiled and caches were cold", Assert.Single(Outlier.Among(runs)).Cause);
        runs[0] = runs[0] with { Noise = new RunNoise { OthersCpuSeconds = 1.5 } };
        Assert.Equal("other programs used the CPUs", Assert.Single(Outlier.Among(runs)).Cause);
    }

    [Fact]
    public void ATickOrTwoIsNoCause() =>
        Assert.Null(Outlier.CauseOf((MadeRun.Of("1") with { Seconds = (0, 0.007, 0), Number = 3 }).Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.017 } }, median: 0.001, new RunNoise()));

    [Fact]
    public void TheFirstRoundIsColdUnlessAWarmUpWasBeforeIt()
    {
        var first = MadeRun.Of("1") with { Seconds = (0, 2, 0) };
        Assert.StartsWith("the first round: ", Outlier.CauseOf(first.Observation(), median: 1, new RunNoise()));
        Assert.Null(Outlier.CauseOf((first with { Number = 2 }).Observation(), median: 1, new RunNoise()));
    }

    private static Summary Summarized(double[] seconds) => Assert.Single(Summary.Of(
        seconds.Select((value, round) => (MadeRun.Of("1") with { Round = round, Seconds = (0, value, 0) }).Observation()), EquivalenceBand.Default));
}
