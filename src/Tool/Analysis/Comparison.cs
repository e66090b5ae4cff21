using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>What one configuration takes in a new file, held against what it takes in a baseline.</summary>
/// <param name="Baseline">Its runs there.</param>
/// <param name="New">Its runs here.</param>
internal sealed record Comparison(Arm Baseline, Arm New)
{
    public required double BaselineMedian { get; init; }

    public required double NewMedian { get; init; }

    /// <summary>New over baseline: below 1 is faster. <see langword="null"/> if runs took no time at all.</summary>
    public required double? Ratio { get; init; }

    /// <summary>Where the true ratio lies, with the probability <see cref="Confidence"/>; <see langword="null"/> if there are too few rounds.</summary>
    public required Interval? Interval { get; init; }

    public required double Confidence { get; init; }

    public required Difference Difference { get; init; }

    public Configuration Configuration => New.Configuration;

    public int BaselineRounds => Baseline.SoundSeconds.Count;

    public int NewRounds => New.SoundSeconds.Count;

    /// <summary>Whether it is slower by more than a fraction for sure: the whole interval lies beyond it, and beyond the band.</summary>
    public bool IsSlowerBy(double fraction) => Difference == Difference.Slower && Interval is { } interval && interval.Low > 1 + fraction;

    /// <summary>Compares pairs that each have sound rounds. With K of them, each interval has a confidence of 1 − 0.05/K, so that all
    /// of them together hold in 95 of 100 comparisons (Bonferroni).</summary>
    public static IReadOnlyList<Comparison> Of(IReadOnlyList<(Arm Baseline, Arm New)> pairs, EquivalenceBand band)
    {
        var confidence = 1 - ((1 - Analysis.Interval.DefaultConfidence) / Math.Max(pairs.Count, 1));
        return [.. pairs.Select(pair => Of(pair.Baseline, pair.New, confidence, band))];
    }

    private static Comparison Of(Arm baseline, Arm @new, double confidence, EquivalenceBand band)
    {
        var (before, now) = (LogMedian.Of(baseline.SoundSeconds), LogMedian.Of(@new.SoundSeconds));
        var ratio = now / before;
        var interval = ratio.IntervalAt(confidence);
        return new Comparison(baseline, @new)
        {
            BaselineMedian = before.Median,
            NewMedian = now.Median,
            Ratio = double.IsFinite(ratio.Median) ? ratio.Median : null,
            Interval = interval,
            Confidence = confidence,
            Difference = band.DifferenceOf(interval is { } ends ? new Interval(1 / ends.High, 1 / ends.Low) : null),
        };
    }
}
