using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>Which configurations of two files belong together.</summary>
/// <param name="Pairs">Those that are in both and have sound rounds there, in the order of the new file.</param>
/// <param name="Doubtful">Those that are in both, but have none in one of them.</param>
/// <param name="OnlyBaseline">Those that are in the baseline only.</param>
/// <param name="OnlyNew">Those that are in the new file only.</param>
internal sealed record Pairing(
    IReadOnlyList<(Arm Baseline, Arm New)> Pairs, IReadOnlyList<Arm> Doubtful, IReadOnlyList<Arm> OnlyBaseline, IReadOnlyList<Arm> OnlyNew)
{
    /// <summary>Everything that is in either file.</summary>
    public IEnumerable<Arm> Arms => [.. Pairs.SelectMany(pair => (Arm[])[pair.Baseline, pair.New]), .. Doubtful, .. OnlyBaseline, .. OnlyNew];

    /// <summary>What was run in either file.</summary>
    public IReadOnlyList<Scenario> Scenarios => [.. Arms.Select(arm => arm.Scenario).Distinct()];

    /// <summary>Whether both files did the same work, so that times may be held against each other without a word.</summary>
    public bool IsOfSameWork => Pairs.All(pair => pair.Baseline.Scenario == pair.New.Scenario);

    /// <summary>By scenario and configuration; where neither file has a configuration twice, by workload and configuration alone,
    /// whatever else has changed between the two.</summary>
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

        (string, Scenario?, Configuration, string?, bool) KeyOf(Arm arm) => byConfiguration
            ? (arm.Scenario.Workload, null, arm.Configuration, null, false)
            : (arm.Scenario.Workload, arm.Scenario, arm.Configuration, arm.ExecutorOptions, arm.IsIsolated);
    }

    private static bool AreSound(Arm one, Arm other) => one.SoundSeconds.Count > 0 && other.SoundSeconds.Count > 0;

    private static bool IsOneScenario(IEnumerable<Arm> arms) => arms.Select(arm => arm.Scenario).Distinct().Count() <= 1;

    private static bool IsEachOnce(IReadOnlyCollection<Arm> arms) => arms.Select(arm => arm.Configuration).Distinct().Count() == arms.Count;
}
