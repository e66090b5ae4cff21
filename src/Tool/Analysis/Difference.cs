namespace Partime.Tool.Analysis;

/// <summary>What the interval of a speed-up shows.</summary>
internal enum Difference
{
    /// <summary>Inconclusive: the interval overlaps the band in which a difference does not matter, or there is no interval.</summary>
    NotShown,

    Faster,

    Slower,
}

/// <summary>The band around a ratio of 1 in which a difference does not matter.</summary>
/// <param name="Width">As a fraction: 0.01 is 1%.</param>
internal readonly record struct EquivalenceBand(double Width)
{
    public static readonly EquivalenceBand Default = new(0.01);

    /// <param name="speedUp">Above 1 is faster.</param>
    public Difference DifferenceOf(Interval? speedUp) =>
        speedUp is not { } interval ? Difference.NotShown
        : interval.Low > 1 + Width ? Difference.Faster
        : interval.High < 1 / (1 + Width) ? Difference.Slower
        : Difference.NotShown;
}
