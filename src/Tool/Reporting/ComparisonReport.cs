using Partime.Tool.Analysis;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>A comparison with all that has to be known of it: for people a table per scenario, and its files.</summary>
/// <param name="comparisons">All pairs.</param>
/// <param name="pairing">Where they come from.</param>
/// <param name="files">Those of both.</param>
/// <param name="remarks">A sentence each.</param>
internal sealed class ComparisonReport(IReadOnlyList<Comparison> comparisons, Pairing pairing, IReadOnlyList<RunsFile> files, IReadOnlyList<string> remarks)
{
    /// <summary>What the configurations are called.</summary>
    public ConfigurationNames Names { get; } = ComparisonText.NamesOf(pairing);

    private IEnumerable<(string Heading, IReadOnlyList<Comparison> Rows)> Tables =>
        from comparison in comparisons
        group comparison by comparison.New.Scenario into scenario
        select (ComparisonTable.Heading(scenario.Key, withParameters: pairing.Scenarios.Count > 1), (IReadOnlyList<Comparison>)[.. scenario]);

    private IEnumerable<string> Origins => files.SelectMany(file => OriginText.Of(file.Sessions).Select(origin => $"{file.Name}: {origin}"));

    public void Write(Outputs outputs)
    {
        // Both are open before either is replaced.
        using var csv = outputs.RunsCsv is { } csvPath ? new CsvFile<Comparison>(csvPath, CsvDialect.Plain, ComparisonColumns.All) : null;
        using var markdown = outputs.Markdown is { } path ? OutputFile.Open(path) : null;
        csv?.WriteAll(comparisons);
        var tables = string.Concat(Tables.Select(table => MarkdownText.Heading(table.Heading) + ComparisonTable.Markdown(table.Rows, Names)));
        markdown?.WriteText(MarkdownText.List(Origins) + "\n" + tables + MarkdownText.List([ComparisonText.Intervals(comparisons), .. remarks]));
    }

    public void Show(Terminal terminal)
    {
        foreach (var origin in Origins)
            terminal.WriteLine(origin);
        foreach (var (heading, rows) in Tables)
        {
            terminal.WriteLine(heading);
            terminal.Write(ComparisonTable.Of(rows, Names));
        }
        terminal.WriteLine(ComparisonText.Intervals(comparisons));
    }
}
