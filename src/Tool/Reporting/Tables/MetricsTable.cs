using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The metrics of a workload, aggregated: a line per configuration and a column per metric, as medians over the rounds. On a terminal, those that are the same for all take a line each.</summary>
/// <remarks>With loops, because a query over numbers would be compiled at every start.</remarks>
internal sealed class MetricsTable
{
    public const string Heading = "Metrics";

    private readonly string[] names;
    private readonly List<MetricValues> metrics = [];

    /// <summary>Without a metric that no task reported.</summary>
    /// <param name="summaries">The lines of the table above.</param>
    public MetricsTable(IReadOnlyList<Summary> summaries)
    {
        var all = new ConfigurationNames(summaries.Select(summary => summary.Configuration));
        names = [.. summaries.Select(summary => all.Of(summary.Configuration))];
        foreach (var metric in summaries.SelectMany(summary => summary.Runs).SelectMany(run => run.Metrics).Select(total => total.Metric).Distinct())
        {
            var (values, isReported) = (new double?[names.Length], false);
            for (var i = 0; i < values.Length; i++)
                isReported |= (values[i] = summaries[i].MedianOf(metric)) is not null;
            if (isReported)
                metrics.Add(new MetricValues(metric, values));
        }
    }

    public bool IsEmpty => metrics.Count == 0;

    public IReadOnlyList<MetricValues> Metrics => metrics;

    public string[] Headings => ["executor × workers", .. metrics.Select(HeadingOf)];

    /// <summary>A line per configuration.</summary>
    public IReadOnlyList<string[]> Rows => RowsOf(metrics);

    public string Markdown() => IsEmpty ? "" : MarkdownText.Table(Headings, Rows);

    public void Show(Terminal terminal)
    {
        if (IsEmpty)
            return;
        terminal.WriteLine(Heading, Tone.Strong);
        var (differing, same) = (metrics.FindAll(metric => !metric.IsSame), metrics.FindAll(metric => metric.IsSame));
        if (differing.Count > 0)
            terminal.Write(TextTable.Of(ColumnsOf(differing), RowsOf(differing)) with { Padding = (0, 1) });
        foreach (var metric in same)
            terminal.WriteLine($"{HeadingOf(metric)}: {metric.Texts[0]}{(names.Length > 1 ? " for all" : "")}", indent: 2);
        if (same.Count > 0)
            terminal.WriteLine("");
    }

    /// <summary>The last ones are left out first where the terminal is too narrow.</summary>
    private IEnumerable<TextColumn<string[]>> ColumnsOf(List<MetricValues> shown)
    {
        yield return new("executor × workers", row => row[0], CellKind.Name);
        for (var i = 1; i <= shown.Count; i++)
        {
            var column = i;
            yield return new(HeadingOf(shown[i - 1]), row => row[column]) { Expendable = i - 1 };
        }
    }

    /// <summary>With the unit where workloads declare one name in several units.</summary>
    private string HeadingOf(MetricValues metric) => metrics.FindAll(other => other.Heading == metric.Heading).Count == 1 ? metric.Heading : metric.HeadingWithUnit;

    private List<string[]> RowsOf(List<MetricValues> shown)
    {
        var rows = new List<string[]>();
        for (var i = 0; i < names.Length; i++)
        {
            var row = i;
            rows.Add([names[row], .. shown.ConvertAll(metric => metric.Texts[row])]);
        }
        return rows;
    }
}

/// <summary>A metric under each configuration.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Values"><see langword="null"/> where no task reported it.</param>
internal sealed record MetricValues(Metric Metric, double?[] Values)
{
    public string Heading => $"{Metric.Name} ({Label.Of(Metric.Aggregate)})";

    public string HeadingWithUnit => Metric.Unit.Length > 0 ? $"{Heading}, {Metric.Unit}" : Heading;

    public string[] Texts { get; } = Readable.Quantities(Values, Metric.Unit);

    /// <summary>As far as it is shown.</summary>
    public bool IsSame => Array.TrueForAll(Texts, text => text == Texts[0]);
}
