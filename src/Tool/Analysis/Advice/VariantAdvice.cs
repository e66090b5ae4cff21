namespace Partime.Tool.Analysis;

/// <summary>What to choose for one variant of a session. Of variants with as many tasks, one is the fastest, and the others are compared with it.</summary>
/// <param name="Name">What tells it from other variants.</param>
/// <param name="Scenario">What it runs.</param>
/// <param name="Advice">What to choose if it is this variant that is needed; <see langword="null"/> if there is no choice.</param>
internal sealed record VariantAdvice(string Name, Scenario Scenario, Advice? Advice)
{
    /// <summary>On the fastest variant, the advice with the doubts that other variants cast on it; <see langword="null"/> on the others.</summary>
    public Advice? Overall { get; init; }

    /// <summary>How many times as long it takes as the fastest variant, each as it is best run; <see langword="null"/> for that one itself, and if there is no choice.</summary>
    public Estimate? TimesAsLong { get; init; }

    public static IReadOnlyList<VariantAdvice> Of(IReadOnlyList<(string Name, Scenario Scenario)> variants, IReadOnlyList<Observation> runs, IReadOnlyList<Summary> summaries, double within, double? spinSlowdown)
    {
        var arms = Arm.AllOf(runs);
        List<VariantAdvice> all = [.. variants.Select(variant => new VariantAdvice(variant.Name, variant.Scenario,
            Advice.Of(runs.Where(run => run.Scenario == variant.Scenario), [.. summaries.Where(summary => summary.Scenario == variant.Scenario)], within, spinSlowdown, variant.Name)))];
        var comparable = all.Where(variant => variant.Advice is not null).ToLookup(variant => variant.Scenario.Tasks);
        var fastest = comparable.ToDictionary(group => group.Key, group => FastestOf(group, arms));
        return [.. all.Select(variant => variant.Advice is null ? variant
            : fastest[variant.Scenario.Tasks] is var first && first != variant ? variant with { TimesAsLong = variant.TimesAsLongAs(first, arms) }
            : variant with { Overall = variant.WithDoubts([.. comparable[variant.Scenario.Tasks].Where(other => other != variant)], arms, within) })];
    }

    /// <summary>The advice on the fastest variant, with the most tasks if their number varies; <see langword="null"/> if there is no choice.</summary>
    public static Advice? OverallOf(IReadOnlyList<VariantAdvice> all) => all.Where(variant => variant.Overall is not null).MaxBy(variant => variant.Scenario.Tasks)?.Overall;

    /// <summary>The one that is slower than no other. Medians, over rounds in which only one of two ran, may say otherwise.</summary>
    private static VariantAdvice FastestOf(IEnumerable<VariantAdvice> variants, IReadOnlyList<Arm> arms)
    {
        var byMedian = variants.OrderBy(variant => LogMedian.Of(variant.ArmAmong(arms).SoundSeconds).Median).ToList();
        return byMedian.Find(variant => byMedian.TrueForAll(other => other == variant || other.TimesAsLongAs(variant, arms).Value >= 1)) ?? byMedian[0];
    }

    private Advice WithDoubts(IReadOnlyList<VariantAdvice> others, IReadOnlyList<Arm> arms, double within) => Advice! with
    {
        Rival = others.Select(other => Rival.Of(other.Advice!.Chosen, TimesAsLongAs(other, arms), within, other.Name)).Append(Advice.Rival).OfType<Rival>().MaxBy(rival => rival.MaxGain),
        IsVariantKnown = others.All(other => other.TimesAsLongAs(this, arms) is { Interval: not null } or { Value: >= Analysis.Advice.PlainRatio }),
    };

    /// <summary>Each as it is best run. Few common rounds, of which the first has cold code, say less than the medians of all.</summary>
    private Estimate TimesAsLongAs(VariantAdvice other, IReadOnlyList<Arm> arms)
    {
        var (own, others) = (ArmAmong(arms), other.ArmAmong(arms));
        var paired = own.TimesAsLongAs(others);
        return paired.Interval is null ? paired with { Value = LogMedian.Of(own.SoundSeconds).Median / LogMedian.Of(others.SoundSeconds).Median } : paired;
    }

    private Arm ArmAmong(IReadOnlyList<Arm> arms) => arms.First(arm => arm.Scenario == Scenario && arm.Configuration == Advice!.Chosen.Configuration);
}
