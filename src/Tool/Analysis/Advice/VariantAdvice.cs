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
            Advice.Of(runs.Where(run => run.Scenario == variant.Scenario), [.. summaries.Where(summary => summary.Scenario == variant.Scenario)], within, spinSlowdown) is { } own
                ? own with { Variant = variant.Name, Rival = own.Rival is { } rival ? rival with { Variant = variant.Name } : null } : null))];
        foreach (var comparable in all.Where(variant => variant.Advice is not null).GroupBy(variant => variant.Scenario.Tasks).ToList())
        {
            var fastest = comparable.MinBy(variant => LogMedian.Of(variant.ArmAmong(arms).SoundSeconds).Median)!;
            List<VariantAdvice> others = [.. comparable.Where(variant => variant != fastest).Select(variant => variant with { TimesAsLong = variant.ArmAmong(arms).TimesAsLongAs(fastest.ArmAmong(arms)) })];
            foreach (var other in others)
                all[all.FindIndex(variant => variant.Scenario == other.Scenario)] = other;
            all[all.IndexOf(fastest)] = fastest with { Overall = fastest.WithDoubts(others, arms, within) };
        }
        return all;
    }

    private Advice WithDoubts(IReadOnlyList<VariantAdvice> others, IReadOnlyList<Arm> arms, double within) => Advice! with
    {
        Rival = others.Select(other => Rival.Of(other.Advice!.Chosen, ArmAmong(arms).TimesAsLongAs(other.ArmAmong(arms)), within) is { } rival ? rival with { Variant = other.Name } : null)
            .Append(Advice.Rival).OfType<Rival>().MaxBy(rival => rival.MaxGain),
        IsVariantKnown = others.All(other => other.TimesAsLong is { Interval: not null } or { Value: >= Analysis.Advice.PlainRatio }),
    };

    private Arm ArmAmong(IReadOnlyList<Arm> arms) => arms.First(arm => arm.Scenario == Scenario && arm.Configuration == Advice!.Chosen.Configuration);
}
