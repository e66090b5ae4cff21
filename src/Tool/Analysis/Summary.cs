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
    private const string Baseline = "serial";

    /// <summary>A summary per configuration, in the order in which they were first run; warm-ups do not count.</summary>
    public static IReadOnlyList<Summary> Of(IEnumerable<RunRecord> runs)
    {
        var groups = runs.Where(run => run.Planned.Phase == Phase.Measure).GroupBy(run => run.Planned.Configuration).ToList();
        var serial = groups.Where(group => group.Key.Executor == Baseline).Select(group => MedianWall(group)).FirstOrDefault();
        return [.. groups.Select(group => Of(group.Key, [.. group], serial))];
    }

    private static Summary Of(Configuration configuration, IReadOnlyList<RunRecord> runs, double? serial)
    {
        var wall = MedianWall(runs);
        return new Summary(
            configuration,
            runs.Count,
            wall ?? double.NaN,
            Median(runs.Select(run => run.Times.StartupSeconds)),
            Median(runs.Select(run => run.Times.RunSeconds)),
            Median(runs.Select(run => run.Times.ShutdownSeconds)),
            serial / wall,
            runs[^1].Totals.ConcurrencyMean,
            runs.Sum(run => run.Totals.Ok),
            runs.Sum(run => run.Totals.Failed),
            runs.Max(run => run.Status));
    }

    private static double? MedianWall(IEnumerable<RunRecord> runs) => Median(runs.Select(run => run.Times.WallSeconds));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
