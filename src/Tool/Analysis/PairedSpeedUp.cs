using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>How much faster one configuration is than another, round by round: what slows the machine for a while slows both, and
/// the ratio of a round knows nothing of it.</summary>
internal static class PairedSpeedUp
{
    /// <returns><see langword="null"/> if there is no round in which both did all of their work: half the work done is not twice as
    /// fast.</returns>
    public static Estimate? Of(IReadOnlyList<Observation> runs, IReadOnlyList<Observation> baseline)
    {
        if (!AreSound(runs) || !AreSound(baseline))
            return null;
        var baselines = Whole(baseline).DistinctBy(run => run.RoundKey).ToDictionary(run => run.RoundKey, run => run.Times.Wall);
        var ratios = new List<double>();
        foreach (var run in Whole(runs))
            if (run.Times.Wall > 0 && baselines.TryGetValue(run.RoundKey, out var seconds))
                ratios.Add(seconds / run.Times.Wall);
        if (ratios.Count == 0)
            return null;
        var median = LogMedian.Of(ratios);
        return new Estimate(median.Median, median.IntervalAt(), ratios.Count);
    }

    /// <summary>A round that was interrupted is only missing; one that failed makes all of them doubtful.</summary>
    private static bool AreSound(IEnumerable<Observation> runs) => runs.All(run => run.Status is RunStatus.Ok or RunStatus.Cancelled);

    private static IEnumerable<Observation> Whole(IEnumerable<Observation> runs) => runs.Where(run => run.IsComplete && run.Scenario.Tasks > 0);
}
