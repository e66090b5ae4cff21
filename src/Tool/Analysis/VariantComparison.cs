namespace Partime.Tool.Analysis;

/// <summary>A variant compared with the first one of its session, under the same executor with as many workers, within rounds.</summary>
/// <param name="Baseline">The first variant.</param>
/// <param name="Other">The other one.</param>
/// <param name="SpeedUp">How many times as fast it is.</param>
/// <param name="Difference">Whether that is shown.</param>
internal sealed record VariantComparison(Summary Baseline, Summary Other, Estimate SpeedUp, Difference Difference)
{
    /// <summary>Of every variant with the first one that was measured in the same rounds, in the order of the summaries.</summary>
    /// <param name="summaries">Of all variants.</param>
    /// <param name="runs">The runs behind them.</param>
    /// <param name="band">The differences that do not matter.</param>
    public static IReadOnlyList<VariantComparison> Of(IReadOnlyList<Summary> summaries, IEnumerable<Observation> runs, EquivalenceBand band)
    {
        var scenarios = summaries.Select(summary => summary.Scenario).Distinct().ToList();
        if (scenarios.Count < 2)
            return [];
        var arms = Arm.AllOf(runs);
        var comparisons = new List<VariantComparison>();
        for (var other = 1; other < scenarios.Count; other++)
            for (var first = 0; first < other; first++)
                if (Between(scenarios[first], scenarios[other]) is { Count: > 0 } found)
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
               where two.Scenario == other && IsSameConfiguration(one, two) && ArmOf(two).SpeedUpOver(ArmOf(one)) is not null
               let speedUp = ArmOf(two).SpeedUpOver(ArmOf(one))
               select new VariantComparison(one, two, speedUp, band.DifferenceOf(speedUp.Interval)),
        ];

        Arm ArmOf(Summary summary) => arms.First(arm => arm.Scenario == summary.Scenario && arm.Configuration == summary.Configuration
            && arm.ExecutorOptions == summary.ExecutorOptions && arm.IsIsolated == summary.IsIsolated);
    }

    private static bool IsSameConfiguration(Summary one, Summary other) =>
        one.Configuration with { Variant = 0 } == other.Configuration with { Variant = 0 } && one.ExecutorOptions == other.ExecutorOptions && one.IsIsolated == other.IsIsolated;
}
