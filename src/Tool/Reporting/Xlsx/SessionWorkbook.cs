using Partime.Tool.Files;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The workbook of a session. Its rows are put aside after each run, and the workbook is written at the end: until then a former one stays as it is.</summary>
internal sealed class SessionWorkbook : IDisposable
{
    private readonly SessionInfo info;
    private readonly SessionDetails details;
    private readonly Column<RunRow>[] runColumns;
    private readonly Column<TaskRow>[] taskColumns;
    private readonly OutputFile output;
    private readonly WorkbookSheets sheets;
    private readonly int former;
    private bool isWhole = true;

    /// <param name="path">The file, or <c>-</c> for standard output.</param>
    /// <param name="info">What is the same in all rows.</param>
    /// <param name="details">The command line and the version.</param>
    /// <param name="former">The runs of the session that continues, out of its runs CSV.</param>
    public SessionWorkbook(string path, SessionInfo info, SessionDetails details, IReadOnlyList<CsvLine> former)
    {
        (this.info, this.details, this.former) = (info, details, former.Count);
        (runColumns, taskColumns) = (RunColumns.For(info), TaskColumns.For(info));
        output = OutputFile.Open(path);
        try
        {
            sheets = WorkbookSheets.Open(output, path, runColumns.Names(), taskColumns.Names());
            output.Guard(() => sheets.AddRuns(former));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A sentence for each sheet that holds a part of its rows.</summary>
    public IReadOnlyList<string> Remarks => sheets.Remarks;

    /// <summary>Must get each run before the next one starts.</summary>
    public void Add(RunRow row)
    {
        isWhole = false;
        output.Guard(() =>
        {
            sheets.Runs.Add(runColumns, row);
            if (row.Run.Status != RunStatus.Suspended)
                TaskRow.AddAll(row.Info, row.Run, task => sheets.Tasks.Add(taskColumns, task));
            sheets.Flush();
        });
        isWhole = true;
    }

    /// <param name="conclusion">What the session ends with.</param>
    /// <param name="rows">Its summaries.</param>
    public void Conclude(Conclusion conclusion, IReadOnlyList<SummaryRow> rows)
    {
        // The disk is full, and the user knows: a row that ends in its middle is followed by none.
        if (!isWhole)
            return;
        var cover = new Cover().Add(Remarks);
        if (rows.Count == 0)
            cover.Add(["Nothing was measured."]);
        else
            AddResults(cover, conclusion);
        cover.Add(conclusion.Problems, "What went wrong")
            .Add([.. conclusion.Remarks, .. former == 0 ? (string[])[] : [$"The tasks of the {Readable.Counted(former, "run")} that {(former == 1 ? "was" : "were")} there before this command are not in the sheet 'tasks'."]], "Good to know")
            .Add([.. OriginText.Of([info]), HtmlReport.TypedText(details.CommandLine), $"partime {details.ToolVersion}"], "How it was measured");
        sheets.WriteTo(output, info.Workloads, cover, rows);
    }

    private void AddResults(Cover cover, Conclusion conclusion)
    {
        cover.Add([.. AdviceText.Caveat(conclusion.ResultsDiffer), .. VariantAdviceText.Of(conclusion)], "What to choose").Add(VariantsText.Of(conclusion));
        foreach (var chapter in ReportChapter.AllOf(conclusion, info.Machine))
            cover.Add(chapter);
    }

    public void Dispose()
    {
        sheets?.Dispose();
        output.Dispose();
    }
}
