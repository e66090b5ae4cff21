using Partime.Tool.Analysis;

namespace Partime.Tool.Tests.Analysis;

public sealed class DistributionTests
{
    /// <summary>Michelson's first twenty measurements of the speed of light in 1879, in km/s above 299,000, a table in many textbooks.</summary>
    private static readonly double[] Michelson = [850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000, 960, 960];

    [Fact]
    public void APublishedTableComesOutAsPublished()
    {
        var distribution = Distribution.Of(Michelson);
        Assert.Equal((20, 940, 909), (distribution.Count, distribution.Median.Value, distribution.Mean));
        Assert.Equal(104.926, distribution.StandardDeviation!.Value, tolerance: 0.001);
        Assert.Equal((650, 1070), (distribution.Min, distribution.Max));
        Assert.Equal((850, 980), distribution.Quartiles);
    }

    /// <summary>The data set NumAcc1 of the NIST Statistical Reference Datasets: mean 10000002, standard deviation 1.</summary>
    [Fact]
    public void LargeNumbersLoseNoDigits()
    {
        var distribution = Distribution.Of([10_000_001, 10_000_003, 10_000_002]);
        Assert.Equal((10_000_002, 1), (distribution.Mean, distribution.StandardDeviation));
    }

    [Fact]
    public void StatisticsThatNeedMoreNumbersAreMissing()
    {
        var distribution = Distribution.Of([3]);
        Assert.Equal((3, 3, 3, 3), (distribution.Median.Value, distribution.Mean, distribution.Min, distribution.Max));
        Assert.Null(distribution.StandardDeviation);
        Assert.Null(distribution.Quartiles);
        Assert.Null(distribution.Median.Interval);
        Assert.Null(distribution.Precision);
    }

    [Fact]
    public void QuartilesLieBetweenNeighbours() => Assert.Equal((1.75, 3.25), Distribution.Of([4, 1, 3, 2]).Quartiles);

    [Fact]
    public void ThePrecisionIsHowFarTheIntervalReaches()
    {
        var distribution = Distribution.Of([10, 11, 12]);
        Assert.Equal(distribution.Median.Interval!.Value.High, 11 * (1 + distribution.Precision!.Value), tolerance: 1e-12);
    }
}
