using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Perfolizer.Mathematics.QuantileEstimators;
using Pragmastat;

namespace Partime.Tool.Analysis;

/// <summary>A value that was estimated from a sample.</summary>
/// <param name="Value">The value.</param>
/// <param name="Interval">Its 95% confidence interval; <see langword="null"/> if the sample is too small for one.</param>
/// <param name="Count">The size of the sample.</param>
internal sealed record Estimate(double Value, Interval? Interval, int Count)
{
    public static Estimate operator /(Estimate estimate, double divisor) =>
        new(estimate.Value / divisor, estimate.Interval / divisor, estimate.Count);

    public static Estimate MedianOf(IReadOnlyCollection<double> numbers)
    {
        if (numbers is double[] and [var only])
            return new Estimate(only, Interval: null, Count: 1);
        var median = LogMedian.Of(numbers);
        return new Estimate(median.Median, median.IntervalAt(), numbers.Count);
    }
}

/// <summary>A confidence interval.</summary>
internal readonly record struct Interval(double Low, double High)
{
    public const double DefaultConfidence = 0.95;

    public static Interval operator /(Interval interval, double divisor) => new(interval.Low / divisor, interval.High / divisor);
}

/// <summary>The median of positive numbers and its standard error on a logarithmic scale, where a slow-down of 10% weighs the same for long and
/// short times, and a ratio is a difference.</summary>
/// <remarks>The standard error is that of Maritz and Jarrett (1978), the interval is Student's. In a simulation with 20,000 samples each of
/// normal, exponential, heavy-tailed and disturbed numbers, the interval holds the true median in 94.7% to 98.3% for 3 to 30
/// numbers: see bench/IntervalCoverage.cs.</remarks>
/// <param name="Median">The median itself.</param>
/// <param name="StandardError">The standard error of its logarithm; NaN if it is not known.</param>
/// <param name="Freedom">The degrees of freedom of the standard error.</param>
internal sealed record LogMedian(double Median, double StandardError, double Freedom)
{
    /// <summary>Two numbers are too few to estimate how far others lie from them.</summary>
    public const int MinForInterval = 3;

    public static LogMedian Of(IReadOnlyCollection<double> numbers)
    {
        if (numbers is double[] and [var only])
            return new LogMedian(only, double.NaN, Freedom: 0);
        var isSpreadKnown = numbers.Count >= MinForInterval && numbers.All(number => number > 0);
        var median = numbers.Median();
        return new LogMedian(median, isSpreadKnown ? StandardErrorOf(numbers, median) : double.NaN, numbers.Count - 1);
    }

    /// <summary>The ratio of the medians of two independent samples, with the degrees of freedom of Welch and Satterthwaite.</summary>
    public static LogMedian operator /(LogMedian one, LogMedian other)
    {
        var (a, b) = (one.StandardError * one.StandardError, other.StandardError * other.StandardError);
        var freedom = a + b > 0 ? (a + b) * (a + b) / ((a * a / one.Freedom) + (b * b / other.Freedom)) : one.Freedom + other.Freedom;
        return new LogMedian(one.Median / other.Median, Math.Sqrt(a + b), freedom);
    }

    /// <returns><see langword="null"/> if the standard error is not known.</returns>
    public Interval? IntervalAt(double confidence = Interval.DefaultConfidence)
    {
        if (double.IsNaN(StandardError))
            return null;
        var reach = StudentT.InvCDF(0, 1, Freedom, (1 + confidence) / 2) * StandardError;
        return new Interval(Median * Math.Exp(-reach), Median * Math.Exp(reach));
    }

    private static double StandardErrorOf(IEnumerable<double> numbers, double median)
    {
        // Centred on 0: the library subtracts squares, which would leave few digits of large numbers with a small spread.
        var logarithms = new Sample([.. numbers.Select(number => Math.Log(number / median))]);
        var error = HarrellDavisQuantileEstimator.Instance.QuantileConfidenceIntervalEstimator(logarithms, Probability.Half).StandardError;
        // NaN is the root of a difference that rounding has made negative: there is no spread.
        return double.IsNaN(error) ? 0 : error;
    }
}
