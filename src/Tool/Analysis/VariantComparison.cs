namespace Partime.Tool.Analysis;

/// <summary>A variant compared with another one of its session within rounds: under the same executor with as many workers, unless the user has chosen one configuration to compare with.</summary>
/// <param name="Baseline">By default, the first variant.</param>
/// <param name="Other">The other one.</param>
/// <param name="SpeedUp">How many times as fast it is.</param>
/// <param name="Difference">Whether that is shown.</param>
internal sealed record VariantComparison(Summary Baseline, Summary Other, Estimate SpeedUp, Difference Difference)
{
    /// <summary>Of every variant with the chosen one, or with the first one that was measured in the same rounds, in the order of the summaries.</summary>
    /// <param name="summaries">Of all variants.</param>
    /// <param name="runs">The runs behind them.</param>
    /// <param name="band">The differences that do not matter.</param>
    /// <param name="chosen">What the user compares with; <see langword="null"/> for the default.</param>
    public static IReadOnlyList<VariantComparison> Of(IReadOnlyList<Summary> summaries, IEnumerable<Observation> runs, EquivalenceBand band, Baseline? chosen = null)
    {
        var scenarios = summaries.Select(summary => summary.Scenario).Distinct().ToList();
        if (scenarios.Count < 2)
            return [];
        var arms = Arm.AllOf(runs);
        var comparisons = new List<VariantComparison>();
        for (var other = 0; other < scenarios.Count; other++)
            foreach (var first in chosen?.Variant is { } variant ? [variant] : scenarios.Take(other))
                if (first != scenarios[other] && first.Tasks == scenarios[other].Tasks && Between(first, scenarios[other]) is { Count: > 0 } found)
                {
                    comparisons.AddRange(found);
                    break;
                }
        return comparisons;

        List<VariantComparison> Between(Scenario first, Scenario other) =>
        [
            .. from one in summaries
               where one.Scenario == first
               from two in summaries
               where two.Scenario == other && AreCompared(one, two) && ArmOf(two).SpeedUpOver(ArmOf(one)) is not null
               let speedUp = ArmOf(two).SpeedUpOver(ArmOf(one))
               select new VariantComparison(one, two, speedUp, band.DifferenceOf(speedUp.Interval)),
        ];

        bool AreCompared(Summary one, Summary two) =>
            chosen is { Variant: not null, Configurations.Count: > 0 } ? chosen.Has(one.Configuration) && two.Compared?.With == one.Configuration : IsSameConfiguration(one, two);

        Arm ArmOf(Summary summary) => arms.First(arm => arm.Scenario == summary.Scenario && arm.Configuration == summary.Configuration
            && arm.ExecutorOptions == summary.ExecutorOptions && arm.IsIsolated == summary.IsIsolated);
    }

    private static bool IsSameConfiguration(Summary one, Summary other) =>
        one.Configuration with { Variant = 0 } == other.Configuration with { Variant = 0 } && one.ExecutorOptions == other.ExecutorOptions && one.IsIsolated == other.IsIsolated;
}
