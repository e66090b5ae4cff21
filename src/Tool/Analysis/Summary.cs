using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>What the measured rounds of one configuration amount to.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Rounds">How many complete rounds there are.</param>
/// <param name="Typical">The round with the median wall time, the faster one of two in the middle. All times shown are from this
/// one, as medians of the parts would not add up to the median of the whole.</param>
/// <param name="SpeedUp">The baseline's wall time divided by this one's; <see langword="null"/> unless every task of both is ok,
/// as half the work done is not twice as fast.</param>
/// <param name="WorstStatus">The worst that happened in any round.</param>
internal sealed record Summary(Configuration Configuration, int Rounds, RunRecord Typical, double? SpeedUp, RunStatus WorstStatus)
{
    /// <summary>The executor that the others are compared with.</summary>
    public const string Baseline = "serial";

    /// <summary>A summary per configuration, in the order in which they were first run; warm-ups do not count.</summary>
    public static IReadOnlyList<Summary> Of(IEnumerable<RunRecord> runs)
    {
        var summaries = runs
            .Where(run => run.Planned.Phase == Phase.Measure)
            .GroupBy(run => run.Planned.Configuration)
            .Select(group => Of(group.Key, [.. group]))
            .ToList();
        var baseline = summaries.Find(summary => summary.Configuration.Executor == Baseline && summary.WorstStatus == RunStatus.Ok);
        return [.. summaries.Select(summary => summary with { SpeedUp = SpeedUpOver(baseline, summary) })];
    }

    private static Summary Of(Configuration configuration, IReadOnlyList<RunRecord> runs)
    {
        // A round that was cut short says how long it took to be cut short. It is shown only if there is no other.
        var complete = runs.Where(run => run.Status is RunStatus.Ok or RunStatus.Failed).ToList();
        var shown = (complete.Count > 0 ? complete : runs).OrderBy(run => run.Times.WallSeconds).ToList();
        return new Summary(configuration, complete.Count, shown[(shown.Count - 1) / 2], SpeedUp: null, runs.Max(run => run.Status));
    }

    private static double? SpeedUpOver(Summary? baseline, Summary summary) =>
        summary.WorstStatus == RunStatus.Ok && summary.Typical.Tasks.Count > 0 ? baseline?.Typical.Times.WallSeconds / summary.Typical.Times.WallSeconds : null;
}
