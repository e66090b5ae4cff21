using System.Diagnostics;
using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>A number that tasks report, and how a run aggregates it.</summary>
/// <param name="Name">As the workload declares it.</param>
/// <param name="Unit">Its symbol; empty for a plain number.</param>
/// <param name="Aggregate">How the numbers of the tasks make up that of a run.</param>
internal sealed record Metric(string Name, string Unit, MetricAggregate Aggregate)
{
    /// <summary>Before its name in files.</summary>
    public const string ColumnPrefix = "metric_";

    /// <summary>Its column in files.</summary>
    public string Column { get; } = ColumnPrefix + SessionInfo.NameInFiles(Name);

    /// <summary>Whether a run has a number of it.</summary>
    public bool HasRunValue => Aggregate != MetricAggregate.None;

    /// <summary>By hand, because the comparer of an enumeration would be compiled at every start.</summary>
    public bool Equals(Metric? other) => other is not null && Name == other.Name && Unit == other.Unit && Aggregate == other.Aggregate;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A metric of a run, aggregated over its tasks.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Value"><see langword="null"/> if no task with a result reported it.</param>
internal sealed record MetricTotal(Metric Metric, double? Value)
{
    /// <summary>One for each metric of which runs have a number. Computed after the run: most workloads have none, and then it costs nothing.</summary>
    /// <param name="log">The tasks.</param>
    /// <param name="metrics">In the order of the log.</param>
    public static IReadOnlyList<MetricTotal> AllOf(TaskLog log, IReadOnlyList<Metric> metrics)
    {
        if (metrics.Count == 0)
            return [];
        var totals = new List<MetricTotal>(metrics.Count);
        for (var column = 0; column < metrics.Count; column++)
            if (metrics[column].HasRunValue)
                totals.Add(new MetricTotal(metrics[column], Of(log, column, metrics[column].Aggregate)));
        return totals;
    }

    private static double? Of(TaskLog log, int column, MetricAggregate aggregate)
    {
        var (values, count, sum) = (new double[log.Slots.Length], 0, 0.0);
        for (var task = 0; task < values.Length; task++)
            if (log.Slots[task].Verdict == Verdict.Ok && log.Metrics(task)[column] is var value && MetricTable.IsReported(value))
            {
                values[count++] = value;
                sum += value;
            }
        return count == 0 ? null : aggregate switch
        {
            MetricAggregate.Mean => sum / count,
            MetricAggregate.Sum => sum,
            MetricAggregate.Min => Quantile.Of(values, count, 0),
            MetricAggregate.Max => Quantile.Of(values, count, 1),
            MetricAggregate.Median => Quantile.Of(values, count, 0.5),
            MetricAggregate.P95 => Quantile.Of(values, count, 0.95),
            MetricAggregate.P99 => Quantile.Of(values, count, 0.99),
            _ => throw new UnreachableException(),
        };
    }
}

/// <summary>Quantiles between neighbours, type 7 of Hyndman and Fan.</summary>
internal static class Quantile
{
    /// <param name="values">They are sorted.</param>
    /// <param name="count">How many of them count, from the first on.</param>
    /// <param name="share">The share that lies below, from 0 to 1.</param>
    /// <returns><see langword="null"/> for no values, and NaN if one of them is.</returns>
    public static double? Of(double[] values, int count, double share)
    {
        if (count <= 1)
            return count == 0 ? null : values[0];
        Array.Sort(values, 0, count);
        var place = share * (count - 1);
        var (low, high) = (values[(int)place], values[(int)Math.Ceiling(place)]);
        // NaN is sorted to the front. The same neighbours need no arithmetic, which infinite ones do not survive.
        return double.IsNaN(values[0]) ? double.NaN : low == high ? low : (low * (1 - (place - (int)place))) + (high * (place - (int)place));
    }
}
