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
        Assert.Equal("other programs used the CPUs", Outlier.CauseOf(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.6, StealSeconds = 0.5 } }, median: 1));
        Assert.Null(Outlier.CauseOf(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.4 } }, median: 1));
        Assert.Null(Outlier.CauseOf(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 5 } }, median: 3));
    }

    [Fact]
    public void ATickOrTwoIsNoCause() =>
        Assert.Null(Outlier.CauseOf((MadeRun.Of("1") with { Seconds = (0, 0.007, 0), Number = 3 }).Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.017 } }, median: 0.001));

    [Fact]
    public void TheFirstRoundIsColdUnlessAWarmUpWasBeforeIt()
    {
        var first = MadeRun.Of("1") with { Seconds = (0, 2, 0) };
        Assert.StartsWith("the first round: ", Outlier.CauseOf(first.Observation(), median: 1));
        Assert.Null(Outlier.CauseOf((first with { Number = 2 }).Observation(), median: 1));
    }

    private static Summary Summarized(double[] seconds) => Assert.Single(Summary.Of(
        seconds.Select((value, round) => (MadeRun.Of("1") with { Round = round, Seconds = (0, value, 0) }).Observation()), EquivalenceBand.Default));
}
