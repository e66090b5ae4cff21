using Partime.Tool.Analysis;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>The table of <c>compare</c>: a line per configuration.</summary>
internal static class ComparisonTable
{
    private static readonly string[] Headings = ["executor", "workers", "baseline", "new", "ratio", "between", "rounds", "verdict"];

    public static string Heading(Scenario scenario, bool withParameters) =>
        $"{scenario.Workload}: {Readable.Tasks(scenario.Tasks)}{(withParameters && scenario.Parameters.Length > 0 ? $" ({scenario.Parameters})" : "")}";

    public static Table Of(IReadOnlyList<Comparison> comparisons, ConfigurationNames names)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(Headings[0]).NoWrap().Padding(0, 0, 0, 0));
        foreach (var heading in Headings[1..])
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap().Padding(0, 0, 0, 0));
        foreach (var row in Rows(comparisons, names))
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }

    public static string Markdown(IReadOnlyList<Comparison> comparisons, ConfigurationNames names) => MarkdownText.Table(Headings, Rows(comparisons, names));

    private static IEnumerable<string[]> Rows(IReadOnlyList<Comparison> comparisons, ConfigurationNames names) =>
        comparisons.Select(row => (string[])
        [
            names.ExecutorOf(row.Configuration),
            Readable.Count(row.Configuration.Workers),
            Readable.Duration(row.BaselineMedian),
            Readable.Duration(row.NewMedian),
            Readable.Number(row.Ratio),
            Readable.Interval(row.Interval),
            row.BaselineRounds == row.NewRounds ? Readable.Count(row.NewRounds) : $"{Readable.Count(row.BaselineRounds)}, {Readable.Count(row.NewRounds)}",
            Label.Of(row.Difference),
        ]);
}
