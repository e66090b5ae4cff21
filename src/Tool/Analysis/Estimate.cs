namespace Partime.Tool.Analysis;

/// <summary>A value from a sample, and how well it is known.</summary>
/// <param name="Value">The value.</param>
/// <param name="Interval">Where the true one lies; <see langword="null"/> if the sample is too small to tell.</param>
/// <param name="Count">The size of the sample.</param>
internal sealed record Estimate(double Value, Interval? Interval, int Count)
{
    public static Estimate operator /(Estimate estimate, double divisor) =>
        new(estimate.Value / divisor, estimate.Interval / divisor, estimate.Count);
}
