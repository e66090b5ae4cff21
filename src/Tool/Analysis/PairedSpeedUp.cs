namespace Partime.Tool.Analysis;

/// <summary>How much faster one configuration is than another, round by round: what slows the machine for a while slows both, and
/// the ratio of a round knows nothing of it.</summary>
internal static class PairedSpeedUp
{
    /// <returns><see langword="null"/> if there is no round in which both did all of their work, or no work to do.</returns>
    public static Estimate? Of(Arm arm, Arm baseline)
    {
        var baselines = baseline.SoundRuns.DistinctBy(run => run.RoundKey).ToDictionary(run => run.RoundKey, run => run.Times.Wall);
        var ratios = new List<double>();
        foreach (var run in arm.SoundRuns)
            if (arm.Scenario.Tasks > 0 && run.Times.Wall > 0 && baselines.TryGetValue(run.RoundKey, out var seconds))
                ratios.Add(seconds / run.Times.Wall);
        if (ratios.Count == 0)
            return null;
        var median = LogMedian.Of(ratios);
        return new Estimate(median.Median, median.IntervalAt(), ratios.Count);
    }
}
