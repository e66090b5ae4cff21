using Partime.Tool.Files;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The sheets that every workbook has behind its first one: <c>summary</c>, <c>runs</c>, <c>tasks</c> and what their columns mean.</summary>
internal sealed class WorkbookSheets : IDisposable
{
    /// <summary>With an option, and so with the start of the name that all options have.</summary>
    public static readonly SessionInfo AnyWorkload = new() { Id = "", Workload = "", Parameters = [("", "")] };

    private WorkbookSheets(SheetRows runs, SheetRows tasks) => (Runs, Tasks) = (runs, tasks);

    public SheetRows Runs { get; }

    public SheetRows Tasks { get; }

    /// <summary>A sentence for each sheet that holds a part of its rows.</summary>
    public IReadOnlyList<string> Remarks => [.. ((string?[])[Runs.Remark, Tasks.Remark]).OfType<string>()];

    /// <param name="output">The file that they will be in.</param>
    /// <param name="path">Its path.</param>
    /// <param name="runs">The columns of the runs.</param>
    /// <param name="tasks">The columns of the tasks.</param>
    public static WorkbookSheets Open(OutputFile output, string path, IReadOnlyList<string> runs, IReadOnlyList<string> tasks)
    {
        WorkbookSheets? sheets = null;
        output.Guard(() =>
        {
            var first = new SheetRows("runs", runs, ScratchFile.For(path));
            try
            {
                sheets = new WorkbookSheets(first, new SheetRows("tasks", tasks, ScratchFile.For(path)));
            }
            catch
            {
                first.Dispose();
                throw;
            }
        });
        return sheets!;
    }

    /// <summary>Adds runs as they stand in a runs CSV.</summary>
    public void AddRuns(IReadOnlyList<CsvLine> lines)
    {
        foreach (var line in lines)
            Runs.Add(line.TextWithPoint);
    }

    /// <summary>A full disk shows here.</summary>
    public void Flush()
    {
        Runs.Flush();
        Tasks.Flush();
    }

    /// <summary>Replaces what was in the output by the workbook.</summary>
    public void WriteTo(OutputFile output, string title, Cover cover, IReadOnlyList<SummaryRow> rows)
    {
        var columns = SummaryColumns.For([.. rows.Select(row => row.Session)]);
        using var summary = new SheetRows("summary", columns.Names(), new MemoryStream());
        foreach (var row in rows)
            summary.Add(columns, row);
        using var meanings = Meanings(columns, [.. rows.Select(row => row.Session)]);
        output.Prepare(() => new Workbook(title).WriteTo(output.Stream, cover, [summary, Runs, Tasks, meanings]));
        output.Commit();
    }

    public void Dispose()
    {
        Runs.Dispose();
        Tasks.Dispose();
    }

    private SheetRows Meanings(Column<SummaryRow>[] ofSummary, IReadOnlyList<SessionInfo> sessions)
    {
        var sheet = new SheetRows("columns", ["sheet", "column", "unit", "meaning"], new MemoryStream());
        Add("summary", ofSummary.Names(), ofSummary);
        Add(Runs.Name, Runs.Columns, RunColumns.For(AnyWorkload with { Others = sessions }));
        Add(Tasks.Name, Tasks.Columns, TaskColumns.For([new Metric("", "", MetricAggregate.None)], hasVariants: true));
        return sheet;

        void Add<TRow>(string name, IReadOnlyList<string> shown, Column<TRow>[] known) where TRow : allows ref struct
        {
            foreach (var column in shown)
                if (Array.Find(known, other => other.Name == column || (other.Name.EndsWith('_') && column.StartsWith(other.Name, StringComparison.Ordinal))) is { } found)
                    sheet.Add(heading => heading switch { "sheet" => name, "column" => column, "unit" => found.Unit, _ => Columns.Plain(found.Meaning) });
        }
    }
}
