using MathNet.Numerics.Statistics;
using Perfolizer.Mathematics.QuantileEstimators;

namespace Partime.Tool.Analysis;

/// <summary>The statistics of several times. Those that need more times are <see langword="null"/>.</summary>
internal sealed record Distribution
{
    public required Estimate Median { get; init; }

    public required double Mean { get; init; }

    /// <summary>Of the sample, with n − 1.</summary>
    public required double? StandardDeviation { get; init; }

    public required double Min { get; init; }

    public required double Max { get; init; }

    /// <summary>Interpolated between neighbours, as spreadsheets and most languages do (type 7 of Hyndman and Fan).</summary>
    public required (double Lower, double Upper)? Quartiles { get; init; }

    public int Count => Median.Count;

    /// <summary>How far the interval reaches above the median, as a fraction of the median.</summary>
    public double? Precision => (Median.Interval?.High / Median.Value) - 1;

    public static Distribution Of(IReadOnlyList<double> numbers)
    {
        // Of a single round, without the libraries, which take a short session milliseconds to load.
        if (numbers is double[] and [var only])
            return new Distribution { Median = Estimate.MedianOf(numbers), Mean = only, StandardDeviation = null, Min = only, Max = only, Quartiles = null };
        var isSpread = numbers.Count > 1;
        return new Distribution
        {
            Median = Estimate.MedianOf(numbers),
            Mean = numbers.Mean(),
            StandardDeviation = isSpread ? numbers.StandardDeviation() : null,
            Min = numbers.Minimum(),
            Max = numbers.Maximum(),
            Quartiles = isSpread ? QuartilesOf(numbers) : null,
        };
    }

    private static (double Lower, double Upper) QuartilesOf(IReadOnlyList<double> numbers)
    {
        var quartiles = Perfolizer.Mathematics.QuantileEstimators.Quartiles.Create(numbers, SimpleQuantileEstimator.Instance);
        return (quartiles.Q1, quartiles.Q3);
    }
}
