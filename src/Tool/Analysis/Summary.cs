using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>What the measured rounds of one configuration amount to. Times are medians, in seconds.</summary>
internal sealed record Summary(
    Configuration Configuration,
    int Rounds,
    double WallSeconds,
    double StartupSeconds,
    double RunSeconds,
    double ShutdownSeconds,
    double? SpeedUp,
    double? ConcurrencyMean,
    long TasksOk,
    long TasksFailed,
    RunStatus WorstStatus)
{
    /// <summary>The executor that the others are compared with.</summary>
    public const string Baseline = "serial";

    /// <summary>A summary per configuration, in the order in which they were first run; warm-ups do not count.</summary>
    public static IReadOnlyList<Summary> Of(IEnumerable<RunRecord> runs)
    {
        var groups = runs.Where(run => run.Planned.Phase == Phase.Measure).GroupBy(run => run.Planned.Configuration).ToList();
        var serial = groups.Where(group => group.Key.Executor == Baseline && group.All(IsOk)).Select(MedianWall).FirstOrDefault();
        return [.. groups.Select(group => Of(group.Key, [.. group], serial))];
    }

    private static Summary Of(Configuration configuration, IReadOnlyList<RunRecord> runs, double? serial)
    {
        var wall = MedianWall(runs)!.Value;
        return new Summary(
            configuration,
            runs.Count,
            wall,
            Median(runs.Select(run => run.Times.StartupSeconds)),
            Median(runs.Select(run => run.Times.RunSeconds)),
            Median(runs.Select(run => run.Times.ShutdownSeconds)),
            runs.All(IsOk) ? serial / wall : null, // half the work done is not twice as fast
            MedianOrNull(runs.Select(run => run.Totals.ConcurrencyMean)),
            runs.Sum(run => run.Totals.Ok),
            runs.Sum(run => run.Totals.Failed),
            runs.Max(run => run.Status));
    }

    private static bool IsOk(RunRecord run) => run.Status == RunStatus.Ok;

    private static double? MedianWall(IEnumerable<RunRecord> runs) => Median(runs.Select(run => run.Times.WallSeconds));

    private static double? MedianOrNull(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToArray();
        return known.Length == 0 ? null : Median(known);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
