using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

/// <summary>docs/csv.md repeats what the code says of each column.</summary>
public sealed class ColumnsPageTests
{
    private static readonly SessionInfo AnyWorkload = CsvOutput.Session("<name>") with { Parameters = [("<option>", "")] };

    [Fact]
    public void RunsAreDescribedOnThePage() => AssertDescribed("Runs", RunColumns.For(AnyWorkload));

    [Fact]
    public void TasksAreDescribedOnThePage() => AssertDescribed("Tasks", TaskColumns.For(AnyWorkload.Metrics));

    [Fact]
    public void SummariesAreDescribedOnThePage() => AssertDescribed("Summary", SummaryColumns.For(["<option>"]));

    [Fact]
    public void ComparisonsAreDescribedOnThePage() => AssertDescribed("Comparison", ComparisonColumns.All);

    private static void AssertDescribed<TRow>(string chapter, Column<TRow>[] columns) where TRow : allows ref struct
    {
        var page = Repository.Text("docs/csv.md").ReplaceLineEndings("\n");
        var start = page.IndexOf($"\n## {chapter}", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/csv.md has no chapter '{chapter}'.");
        var lines = page[(start + 1)..].Split('\n').Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).ToArray();
        var table = string.Concat(TableOf(columns).Select(line => line + "\n"));
        var found = string.Concat(lines.Where(line => line.StartsWith('|')).Select(line => line + "\n"));
        Assert.True(table == found, $"The table of the chapter '{chapter}' in docs/csv.md is not what the code says. It has to be:\n\n{table}");
    }

    /// <summary>Neighbours that mean the same share a line.</summary>
    private static IEnumerable<string> TableOf<TRow>(Column<TRow>[] columns) where TRow : allows ref struct
    {
        yield return "| column | unit | meaning |";
        yield return "|---|---|---|";
        for (var i = 0; i < columns.Length;)
        {
            var (first, names) = (columns[i], new List<string>());
            for (; i < columns.Length && (columns[i].Unit, columns[i].Meaning) == (first.Unit, first.Meaning); i++)
                names.Add($"`{columns[i].Name}`");
            yield return $"| {string.Join(", ", names)} | {first.Unit}{(first.Unit.Length > 0 ? " " : "")}| {first.Meaning} |";
        }
    }
}
