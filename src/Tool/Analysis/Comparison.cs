using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>The times of one configuration in a new file, compared with those in a baseline file.</summary>
/// <param name="Baseline">Its runs in the baseline file.</param>
/// <param name="New">Its runs in the new file.</param>
internal sealed record Comparison(Arm Baseline, Arm New)
{
    public required double BaselineMedian { get; init; }

    public required double NewMedian { get; init; }

    /// <summary>New over baseline: below 1 is faster. <see langword="null"/> if runs took no time at all.</summary>
    public required double? Ratio { get; init; }

    /// <summary>The confidence interval of the ratio at <see cref="Confidence"/>; <see langword="null"/> if there are too few rounds.</summary>
    public required Interval? Interval { get; init; }

    public required double Confidence { get; init; }

    public required Difference Difference { get; init; }

    public Configuration Configuration => New.Configuration;

    public int BaselineRounds => Baseline.SoundSeconds.Count;

    public int NewRounds => New.SoundSeconds.Count;

    /// <summary>Whether it is significantly slower by more than a fraction: the whole interval lies beyond it, and beyond the band.</summary>
    public bool IsSlowerBy(double fraction) => Difference == Difference.Slower && Interval is { } interval && interval.Low > 1 + fraction;

    /// <summary>Whether it may be slower by more than a fraction, as far as its interval tells.</summary>
    public bool MayBeSlowerBy(double fraction) => Interval is not { } interval || interval.High > 1 + fraction;

    /// <summary>Compares pairs that each have sound rounds. With K pairs, each interval has a confidence of 1 − 0.05/K, so that all of them
    /// together hold in 95 of 100 comparisons (Bonferroni).</summary>
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

/// <summary>Which configurations of two files are compared.</summary>
/// <param name="Pairs">Those with sound rounds in both files, in the order of the new file.</param>
/// <param name="Doubtful">Those in both files that have no sound rounds in one of them.</param>
/// <param name="OnlyBaseline">Those in the baseline file only.</param>
/// <param name="OnlyNew">Those in the new file only.</param>
internal sealed record Pairing(
    IReadOnlyList<(Arm Baseline, Arm New)> Pairs, IReadOnlyList<Arm> Doubtful, IReadOnlyList<Arm> OnlyBaseline, IReadOnlyList<Arm> OnlyNew)
{
    public IEnumerable<Arm> Arms => [.. Pairs.SelectMany(pair => (Arm[])[pair.Baseline, pair.New]), .. Doubtful, .. OnlyBaseline, .. OnlyNew];

    public IReadOnlyList<Scenario> Scenarios => [.. Arms.Select(arm => arm.Scenario).Distinct()];

    public bool IsOfSameWork => Pairs.All(pair => pair.Baseline.Scenario == pair.New.Scenario);

    /// <summary>Pairs by scenario and configuration. If neither file has a configuration twice, pairs by workload and configuration alone, so that
    /// files are comparable whatever else has changed. Only strong and weak scaling are never compared: their runs have different tasks on purpose.</summary>
    public static Pairing Of(IReadOnlyList<Arm> baseline, IReadOnlyList<Arm> @new)
    {
        var byConfiguration = IsOneScenario(baseline) && IsOneScenario(@new) && IsEachOnce(baseline) && IsEachOnce(@new);
        var before = baseline.ToDictionary(KeyOf);
        var now = @new.ToDictionary(KeyOf);
        var both = @new.Where(arm => before.ContainsKey(KeyOf(arm))).Select(arm => (Baseline: before[KeyOf(arm)], New: arm)).ToLookup(pair => AreSound(pair.Baseline, pair.New));
        return new Pairing(
            [.. both[true]],
            [.. both[false].Select(pair => pair.New)],
            [.. baseline.Where(arm => !now.ContainsKey(KeyOf(arm)))],
            [.. @new.Where(arm => !before.ContainsKey(KeyOf(arm)))]);

        (string, Scale, Scenario?, Configuration, string?, bool) KeyOf(Arm arm) => byConfiguration
            ? (arm.Scenario.Workload, arm.Scenario.Scale, null, arm.Configuration, null, false)
            : (arm.Scenario.Workload, arm.Scenario.Scale, arm.Scenario, arm.Configuration, arm.ExecutorOptions, arm.IsIsolated);
    }

    private static bool AreSound(Arm one, Arm other) => one.SoundSeconds.Count > 0 && other.SoundSeconds.Count > 0;

    private static bool IsOneScenario(IEnumerable<Arm> arms) => arms.Select(arm => arm.Scenario).Distinct().Count() <= 1;

    private static bool IsEachOnce(IReadOnlyCollection<Arm> arms) => arms.Select(arm => arm.Configuration).Distinct().Count() == arms.Count;
}
