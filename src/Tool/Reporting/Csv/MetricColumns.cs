using System.Text.Json;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The columns of a workload's metrics in runs and summaries, and how they are read back.</summary>
internal static class MetricColumns
{
    /// <summary>Their aggregates and units. Only in files with metrics.</summary>
    public const string Declarations = "session_metrics";

    private const string Separator = "; ";

    /// <summary>Whether a column of a runs CSV is one of them.</summary>
    public static bool Has(string column) => column == Declarations || column.StartsWith(Metric.ColumnPrefix, StringComparison.Ordinal);

    /// <summary>For all variants of a session.</summary>
    public static IEnumerable<Column<RunRow>> OfRuns(SessionInfo info) =>
        ByName(info.All).Select(metrics => new Column<RunRow>(metrics.Key, row => ValueOf(metrics.Key, row.Run.Totals.Metrics), string.Join("; in another variant, ", metrics.Select(MeaningOf).Distinct())));

    public static Column<RunRow>[] OfSession(SessionInfo info) => !ByName(info.All).Any() ? [] :
    [
        new(Declarations, row => string.Join(Separator, row.Info.Metrics.Where(metric => metric.HasRunValue).Select(TextOf)),
            "the aggregate and the unit of each metric, as `bytes=sum B; resends=sum`: `mean`, `sum`, `min`, `max`, `median`, `p95` or `p99`; only if the workload has metrics"),
    ];

    /// <summary>For the workloads of these sessions.</summary>
    public static IEnumerable<Column<SummaryRow>> OfSummaries(IEnumerable<SessionInfo> sessions) =>
        ByName(sessions).Select(metrics => new Column<SummaryRow>($"{metrics.Key}_median", row => row.Session.Metrics.FirstOrDefault(metric => metric.HasRunValue && metric.Column == metrics.Key) is { } own ? row.Summary.MedianOf(own) : null,
            $"the median of `{metrics.Key}` of the runs CSV, over the rounds in which tasks reported it"));

    public static void WriteDeclarations(Utf8JsonWriter json, SessionInfo info)
    {
        json.WriteStartArray("metrics");
        foreach (var metric in info.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", metric.Name);
            json.WriteString("unit", metric.Unit);
            json.WriteString("aggregate", Label.Of(metric.Aggregate));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <returns>None for a file that does not tell their aggregates.</returns>
    public static IReadOnlyList<Metric> ReadDeclarations(CsvLine line)
    {
        var metrics = new List<Metric>();
        foreach (var text in line.Text(Declarations)?.Split(Separator) ?? [])
            metrics.Add(Parse(text) is { } metric && !metrics.Exists(other => other.Column == metric.Column) ? metric : throw line.Wrong(Declarations, "a list of metrics such as 'bytes=sum B; resends=sum'"));
        return metrics;
    }

    public static IReadOnlyList<MetricTotal> Read(IReadOnlyList<Metric> metrics, CsvLine line) =>
        metrics.Count == 0 ? [] : [.. metrics.Select(metric => new MetricTotal(metric, line.AnyNumber(metric.Column)))];

    /// <summary>By their columns: variants may declare metrics of one name with different aggregates.</summary>
    private static IEnumerable<IGrouping<string, Metric>> ByName(IEnumerable<SessionInfo> sessions) =>
        sessions.SelectMany(session => session.Metrics).Where(metric => metric.HasRunValue).GroupBy(metric => metric.Column);

    private static double? ValueOf(string column, IReadOnlyList<MetricTotal> totals)
    {
        foreach (var total in totals)
            if (total.Metric.Column == column)
                return total.Value;
        return null;
    }

    private static string MeaningOf(Metric metric) =>
        $"{Label.Phrase(metric.Aggregate)} of the metric over the tasks with a result{(metric.Unit.Length > 0 ? $", in `{metric.Unit}`" : "")}; empty if none of them reported it, `NaN` if one reported what is not a number";

    private static string TextOf(Metric metric) => $"{metric.Name}={Label.Of(metric.Aggregate)}{(metric.Unit.Length > 0 ? $" {metric.Unit}" : "")}";

    private static Metric? Parse(string text)
    {
        if (text.Split('=', 2) is not [{ Length: > 0 } name, var rest])
            return null;
        var parts = rest.Split(' ', 2);
        return Label.AggregateFrom(parts[0]) is { } aggregate ? new Metric(name, parts.Length > 1 ? parts[1] : "", aggregate) : null;
    }
}
