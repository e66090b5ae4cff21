namespace Partime.Tool.Analysis;

/// <summary>What may be said of a ratio.</summary>
internal enum Claim
{
    /// <summary>The interval reaches into the band in which a difference would not matter, or there is none.</summary>
    NoDifferenceShown,

    Faster,

    Slower,
}

/// <summary>The band around a ratio of 1 in which a difference does not matter.</summary>
/// <param name="Width">As a fraction: 0.01 is 1 %.</param>
internal readonly record struct EquivalenceBand(double Width)
{
    public static readonly EquivalenceBand Usual = new(0.01);

    /// <summary>A difference is claimed only if the whole interval lies beyond the band.</summary>
    /// <param name="speedUp">Above 1 for faster.</param>
    public Claim ClaimOf(Interval? speedUp) =>
        speedUp is not { } interval ? Claim.NoDifferenceShown
        : interval.Low > 1 + Width ? Claim.Faster
        : interval.High < 1 / (1 + Width) ? Claim.Slower
        : Claim.NoDifferenceShown;
}
