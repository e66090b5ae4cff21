using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

/// <summary>The pages repeat what the code says of each column.</summary>
public sealed class ColumnsPageTests
{
    private static readonly SessionInfo AnyWorkload = CsvOutput.Session() with { Parameters = [("<option>", "")], Metrics = [new("<name>", "<unit>", MetricAggregate.Sum)] };

    [Fact]
    public void RunsAreDescribedOnThePage() => AssertTable("csv.md", "Runs", Lines(RunColumns.For(AnyWorkload)));

    [Fact]
    public void TasksAreDescribedOnThePage() => AssertTable("csv.md", "Tasks", Lines(TaskColumns.For(AnyWorkload.Metrics, hasVariants: true)));

    [Fact]
    public void SummariesAreDescribedOnThePage() => AssertTable("csv.md", "Summary", Lines(SummaryColumns.For([AnyWorkload])));

    [Fact]
    public void ComparisonsAreDescribedOnThePage() => AssertTable("csv.md", "Comparison", Lines(ComparisonColumns.All));

    [Fact]
    public void TheDoctorsDocumentIsDescribedOnThePage() => AssertTable("doctor.md", "The JSON document",
    [
        "| `schema` | | 1: the version of this description |",
        "| `tool.version` | | the version of partime |",
        "| `environment` | | the machine, as in [json.md](json.md#environment) |",
        "| `load_before` | | how many programs wanted a CPU in the minute before, on average |",
        .. Lines(DoctorJson.Clock, "clock."),
        .. Lines(DoctorJson.Sleep, "sleep[]."),
        .. Lines(DoctorJson.EmptyTask, "empty_task[]."),
        .. Lines(DoctorJson.Scaling, "scaling[]."),
        "| `remarks` | | what makes the numbers doubtful, one sentence each |",
        "| `complete` | | whether everything was measured |",
    ]);

    [Fact]
    public void PredictionsAreDescribedOnThePage() => AssertTable("predict.md", "The CSV file", Lines(PredictionColumns.All));

    [Fact]
    public void TheDocumentOfPredictionsIsDescribedOnThePage() => AssertTable("predict.md", "The JSON document",
    [
        .. Lines(PredictionReport.Head),
        "| `conclusions` | | what follows from the predictions, one sentence each, as below the table |",
        "| `remarks` | | what is doubtful about the durations, one sentence each |",
        "| `predictions` | | one object per number of workers and schedule, with the names of the CSV file |",
    ]);

    [Fact]
    public void ModelsAreDescribedOnThePage() => AssertTable("models.md", "In JSON documents", Lines(ModelColumns.All));

    [Fact]
    public void TheAdviceIsDescribedOnThePage() => AssertTable("advice.md", "The JSON document",
    [
        "| `schema` | | 1: the version of this description |",
        .. Lines(AdviceJson.Advice, "advice."),
        .. Lines(AdviceJson.Rivals, "rival."),
        "| `work.kind` | | `cpu-bound`, `waiting`, `contended`, `memory-bound`, `allocating` or `mixed` |",
        .. Lines(AdviceJson.Evidence, "work.evidence."),
        .. Lines(AdviceJson.BreakEvens, "break_even[]."),
        .. Lines(AdviceJson.Losses, "losses[]."),
        .. Lines(AdviceJson.Variants, "variants[]."),
        "| `problems` | | what went wrong, one sentence each |",
        "| `budget_spent` | | whether the search ended because its budget was spent |",
        "| `complete` | | whether it ran to its end |",
    ]);

    [Fact]
    public void AUnitIsTheEndOfTheName() =>
        Assert.Equal(["", "s", "bytes", ""], new[] { "tasks", "wall_s", "peak_rss_bytes", "runs" }.Select(name => new Column<int>(name, row => row, "").Unit));

    /// <summary>Neighbours that mean the same share a line.</summary>
    private static List<string> Lines<TRow>(Column<TRow>[] columns, string prefix = "") where TRow : allows ref struct
    {
        var lines = new List<string>();
        for (var i = 0; i < columns.Length;)
        {
            var (first, names) = (columns[i], new List<string>());
            for (; i < columns.Length && (columns[i].Unit, columns[i].Meaning) == (first.Unit, first.Meaning); i++)
                names.Add($"`{prefix}{columns[i].Name}`");
            lines.Add($"| {string.Join(", ", names)} | {first.Unit}{(first.Unit.Length > 0 ? " " : "")}| {first.Meaning} |");
        }
        return lines;
    }

    /// <summary>Of the first table and of those with the same heads, because a long one is split up.</summary>
    private static List<string> TableRows(IReadOnlyList<string> lines)
    {
        var (rows, head) = (new List<string>(), "");
        for (var i = 1; i < lines.Count; i++)
            if (lines[i].StartsWith("|---|---|---|", StringComparison.Ordinal) && (head.Length == 0 || lines[i - 1] == head))
            {
                head = lines[i - 1];
                rows.AddRange(lines.Skip(i + 1).TakeWhile(line => line.StartsWith('|')));
            }
        return rows;
    }

    private static void AssertTable(string page, string chapter, IEnumerable<string> lines)
    {
        var text = string.Join('\n', TableRows(Pages.Chapter(page, chapter)));
        var expected = string.Join('\n', lines);
        Assert.True(text == expected, $"The table of the chapter '{chapter}' in docs/{page} is not what the code says. Its lines have to be:\n\n{expected}\n");
    }
}
