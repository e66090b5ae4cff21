using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>A comparison of two files with runs, for people and in files.</summary>
/// <param name="comparisons">The compared configurations.</param>
/// <param name="pairing">Where they come from.</param>
/// <param name="files">The baseline and the new file.</param>
/// <param name="remarks">A sentence each.</param>
internal sealed class ComparisonReport(IReadOnlyList<Comparison> comparisons, Pairing pairing, IReadOnlyList<RunsFile> files, IReadOnlyList<string> remarks)
{
    public ConfigurationNames Names { get; } = NamesOf(pairing);

    /// <summary>One per scenario.</summary>
    private IEnumerable<(string Heading, TextTable Table)> Tables =>
        from comparison in comparisons
        group comparison by comparison.New.Scenario into scenario
        select (Heading(scenario.Key, withParameters: pairing.Scenarios.Count > 1), TableOf(scenario));

    private IEnumerable<string> Origins => files.SelectMany(file => OriginText.Of(file.Sessions).Select(origin => $"{file.Name}: {origin}"));

    private string Legend => "A ratio below 1 is faster than the baseline. " + (comparisons.Count == 1
        ? "The interval contains the true ratio in 95 of 100 comparisons."
        : string.Create(CultureInfo.InvariantCulture,
            $"Each interval has a confidence of {comparisons[0].Confidence * 100:0.##}%, so all {comparisons.Count} contain their true ratios in 95 of 100 comparisons."));

    /// <summary>The names of the configurations of both files.</summary>
    public static ConfigurationNames NamesOf(Pairing pairing) => new(pairing.Arms.Select(arm => arm.Configuration));

    public static string Heading(Scenario scenario, bool withParameters) =>
        $"{scenario.Workload}: {Label.OfTasks(scenario)}{(withParameters && scenario.Parameters.Length > 0 ? $" ({scenario.Parameters})" : "")}";

    public void Write(Outputs outputs)
    {
        // Both are open before either is replaced.
        using var csv = outputs.RunsCsv is { } csvPath ? new CsvFile<Comparison>(csvPath, CsvDialect.Plain, ComparisonColumns.All) : null;
        using var markdown = outputs.Markdown is { } path ? OutputFile.Open(path) : null;
        using var html = outputs.Html is { } htmlPath ? OutputFile.Open(htmlPath) : null;
        csv?.WriteAll(comparisons);
        var tables = string.Concat(Tables.Select(table => MarkdownText.Heading(table.Heading) + table.Table.Markdown()));
        markdown?.WriteText(MarkdownText.List(Origins) + "\n" + tables + MarkdownText.List([Legend, .. remarks]));
        if (html is not null)
            ComparisonPage.Of(comparisons, Names, files, [.. Origins], Legend, remarks).WriteTo(html);
    }

    public void Show(Terminal terminal)
    {
        foreach (var origin in Origins)
            terminal.WriteLine(origin);
        foreach (var (heading, table) in Tables)
        {
            terminal.WriteLine(heading);
            terminal.Write(table);
        }
        terminal.WriteLine(Legend);
    }

    private TextTable TableOf(IEnumerable<Comparison> rows) => TextTable.Of<Comparison>(
    [
        new("executor", row => Names.ExecutorOf(row.Configuration), CellKind.Name),
        new("workers", row => Readable.Count(row.Configuration.Workers)),
        new("baseline", row => Readable.Duration(row.BaselineMedian)),
        new("new", row => Readable.Duration(row.NewMedian)),
        new("ratio", row => Readable.Number(row.Ratio)),
        new("between", row => Readable.Interval(row.Interval)),
        new("rounds", row => row.BaselineRounds == row.NewRounds ? Readable.Count(row.NewRounds) : $"{Readable.Count(row.BaselineRounds)}, {Readable.Count(row.NewRounds)}"),
        new("verdict", row => Label.Of(row.Difference)),
    ],
    rows) with
    { Padding = (0, 0) };
}
