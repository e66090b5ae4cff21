namespace Partime.Tool.Analysis;

/// <summary>Where a true value lies, in 95 of 100 cases unless it is said otherwise.</summary>
internal readonly record struct Interval(double Low, double High)
{
    public const double DefaultConfidence = 0.95;

    public static Interval operator /(Interval interval, double divisor) => new(interval.Low / divisor, interval.High / divisor);
}
