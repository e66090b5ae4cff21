using Partime.Tool.Analysis;

namespace Partime.Tool.Tests.Analysis;

public sealed class LogMedianTests
{
    /// <summary>Worked out by hand: for five numbers the weights are those of the beta distribution (3, 3), 0.05792, 0.25952, 0.36512, 0.25952 and
    /// 0.05792. Of the logarithms 0, 1, 2, 3, 4 the weighted mean is 2 and the weighted square 4.98240, whose difference to 4 is the variance.</summary>
    [Fact]
    public void TheStandardErrorIsThatOfMaritzAndJarrett()
    {
        var median = LogMedian.Of([1, Math.E, Math.Exp(2), Math.Exp(3), Math.Exp(4)]);
        Assert.Equal(Math.Exp(2), median.Median, tolerance: 1e-12);
        Assert.Equal(Math.Sqrt(0.98240), median.StandardError, tolerance: 1e-5);
        Assert.Equal(4, median.Freedom);
    }

    /// <summary>The quantiles of Student's distribution as tables have them, at 97.5% and at 99.5%.</summary>
    [Theory]
    [InlineData(2, 0.95, 4.3027)]
    [InlineData(3, 0.95, 3.1824)]
    [InlineData(4, 0.95, 2.7764)]
    [InlineData(9, 0.95, 2.2622)]
    [InlineData(30, 0.95, 2.0423)]
    [InlineData(4, 0.99, 4.6041)]
    [InlineData(10, 0.99, 3.1693)]
    public void TheIntervalReachesAsFarAsStudentsTableSays(double freedom, double confidence, double quantile)
    {
        var interval = new LogMedian(10, 0.02, freedom).IntervalAt(confidence)!.Value;
        Assert.Equal(quantile * 0.02, Math.Log(interval.High / 10), tolerance: 1e-6);
        Assert.Equal(quantile * 0.02, Math.Log(10 / interval.Low), tolerance: 1e-6);
    }

    [Fact]
    public void TwoNumbersHaveNoInterval()
    {
        Assert.Null(LogMedian.Of([1, 2]).IntervalAt());
        Assert.Null(LogMedian.Of([1]).IntervalAt());
        Assert.NotNull(LogMedian.Of([1, 2, 3]).IntervalAt());
    }

    [Fact]
    public void ANumberWithoutLogarithmLeavesNoInterval() => Assert.Null(LogMedian.Of([0, 1, 2, 3]).IntervalAt());

    [Fact]
    public void TheIntervalOfEqualNumbersHasNoWidth()
    {
        var interval = LogMedian.Of([3, 3, 3]).IntervalAt()!.Value;
        Assert.Equal((3, 3), (Math.Round(interval.Low, 9), Math.Round(interval.High, 9)));
    }

    /// <summary>Welch's example of two samples of the same spread and size: twice the freedom of each.</summary>
    [Fact]
    public void ARatioHasTheErrorsOfBoth()
    {
        var ratio = new LogMedian(6, 0.03, 8) / new LogMedian(3, 0.03, 8);
        Assert.Equal((2, 16), (ratio.Median, Math.Round(ratio.Freedom, 9)));
        Assert.Equal(0.03 * Math.Sqrt(2), ratio.StandardError, tolerance: 1e-12);
        var uneven = new LogMedian(6, 0.03, 4) / new LogMedian(3, 0.01, 9);
        Assert.Equal(0.001 * 0.001 / ((0.0009 * 0.0009 / 4) + (0.0001 * 0.0001 / 9)), uneven.Freedom, tolerance: 1e-9);
    }

    [Fact]
    public void ARatioWithAnUnknownErrorHasNoInterval() => Assert.Null((LogMedian.Of([1, 2, 3]) / LogMedian.Of([1, 2])).IntervalAt());

    /// <summary>The seed is fixed, so that this never fails by chance.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    public void TheIntervalHoldsTheTrueMedianOfSkewedNumbersInAboutNineteenOfTwentyCases(int count)
    {
        var random = new Random(1);
        var held = 0;
        const int Samples = 2_000;
        for (var sample = 0; sample < Samples; sample++)
        {
            var numbers = Enumerable.Range(0, count).Select(_ => 1 - (0.1 * Math.Log(1 - random.NextDouble()))).ToList();
            var interval = LogMedian.Of(numbers).IntervalAt()!.Value;
            if (interval.Low <= 1 + (0.1 * Math.Log(2)) && 1 + (0.1 * Math.Log(2)) <= interval.High)
                held++;
        }
        Assert.InRange(held / (double)Samples, 0.93, 0.99);
    }
}
