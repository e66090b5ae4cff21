using CsvHelper;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>All files of a session, open before its first measurement.</summary>
internal sealed class RunReport : IDisposable
{
    private readonly CsvFile<RunRow>? runs;
    private readonly CsvFile<TaskRow>? tasks;
    private readonly SessionJson? json;
    private readonly CsvFile<SummaryRow>? summary;
    private readonly OutputFile? markdown;
    private readonly OutputFile? advice;
    private readonly TraceFile? trace;
    private readonly HyperfineJson? hyperfine;
    private readonly SessionPage? page;
    private readonly SessionWorkbook? workbook;
    private readonly SessionInfo info;
    private readonly bool isForExcel;

    /// <param name="outputs">Where the results go.</param>
    /// <param name="info">What is the same in all rows.</param>
    /// <param name="details">What only the JSON, the page and the workbook tell.</param>
    public RunReport(Outputs outputs, SessionInfo info, SessionDetails? details = null)
    {
        (this.info, isForExcel) = (info, outputs.Excel);
        outputs.EnsureUsable();
        DigestCode(outputs, info);
        var dialect = outputs.Excel ? CsvDialect.Excel : CsvDialect.Plain;
        var (keptRuns, keptTasks) = KeptParts(outputs, info);
        TaskRowsKept = keptTasks?.Rows ?? 0;
        try
        {
            runs = outputs.RunsCsv is { } runsPath ? new CsvFile<RunRow>(runsPath, dialect, RunColumnsOf(outputs, info), keptRuns) : null;
            tasks = outputs.TasksCsv is { } tasksPath ? new CsvFile<TaskRow>(tasksPath, dialect, TaskColumnsOf(outputs, info), keptTasks) : null;
            json = outputs.Json is { } jsonPath ? new SessionJson(jsonPath, info, details!) : null;
            summary = outputs.SummaryCsv is { } summaryPath ? new CsvFile<SummaryRow>(summaryPath, dialect, outputs.ColumnsOf(summaryPath, SummaryColumns.For(info.All), SummaryColumns.FirstCount)) : null;
            markdown = outputs.Markdown is { } markdownPath ? OutputFile.Open(markdownPath) : null;
            advice = outputs.Advice is { } advicePath ? OutputFile.Open(advicePath) : null;
            trace = outputs.Trace is { } tracePath ? new TraceFile(tracePath, info) : null;
            hyperfine = outputs.Hyperfine is { } hyperfinePath ? new HyperfineJson(hyperfinePath, info) : null;
            page = outputs.Html is { } pagePath ? new SessionPage(pagePath, info, details!) : null;
            workbook = outputs.Xlsx is { } workbookPath ? new SessionWorkbook(workbookPath, info, details!, outputs.Former) : null;
            runs?.Prepare();
            tasks?.Prepare();
            json?.Prepare();
            trace?.Prepare();
            // Only now that all of them can be written: what is wrong with one does not cost the other files their contents.
            runs?.Commit();
            tasks?.Commit();
            json?.Commit();
            trace?.Commit();
        }
        catch
        {
            Dispose();
            throw;
        }
        var hasNoLock = runs?.HasNoLock == true || tasks?.HasNoLock == true || json?.HasNoLock == true || trace?.HasNoLock == true;
        Remarks =
        [
            .. ((KeptPart?[])[keptRuns, keptTasks]).Select(kept => kept?.Remark).OfType<string>(),
            .. hasNoLock ? (string[])["The file system of the outputs has no locks: do not let another session write to the same files, as partime cannot notice it."] : [],
        ];
    }

    /// <summary>What was done to the ends of files that are appended to, and what is not possible there, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>The rows that the tasks CSV had before.</summary>
    public long TaskRowsKept { get; }

    /// <summary>A sentence for each sheet that shows only a part of the rows.</summary>
    public IEnumerable<string> SheetRemarks =>
    [
        .. isForExcel && tasks is not null && TasksCsvSize.BeyondSheet(TaskRowsKept + tasks.Rows) is { } beyond ? (string[])[beyond] : [],
        .. workbook?.Remarks ?? [],
    ];

    /// <summary>Refuses what could not be opened, and touches nothing.</summary>
    /// <returns>The rows that the tasks CSV has already, and keeps.</returns>
    public static long EnsurePossible(Outputs outputs, SessionInfo info)
    {
        outputs.EnsureUsable();
        var kept = KeptParts(outputs, info);
        foreach (var path in outputs.Paths)
            OutputFile.EnsurePossible(path);
        return kept.Tasks?.Rows ?? 0;
    }

    /// <summary>Whether a program that read runs from standard output has seen enough of them, so that the session may end.</summary>
    public bool HasLostReader => runs?.HasLostReader == true || tasks?.HasLostReader == true || json?.HasLostReader == true || trace?.HasLostReader == true;

    /// <summary>Must get each run before the next one starts. An output that cannot be written costs no other.</summary>
    /// <param name="run">The run.</param>
    /// <param name="findings">What was found out up to and with this run.</param>
    /// <param name="serial">How it compares with a serial run; <see langword="null"/> if that is not known.</param>
    public void Write(RunRecord run, Findings findings, AgainstSerial? serial = null)
    {
        var row = new RunRow(info.Of(run.Planned.Configuration), run, serial);
        WriteAll(
            // A row first: if there is no room for a million others, it is not lost.
            () => runs?.Write(add => add(row)),
            () => json?.Write(row, findings),
            () =>
            {
                if (run.Status != RunStatus.Suspended)
                    tasks?.Write(add => TaskRow.AddAll(row.Info, run, add));
            },
            () =>
            {
                if (run.Status != RunStatus.Suspended)
                    trace?.Write(run);
            },
            () => hyperfine?.Add(run),
            () => page?.Add(run),
            () => workbook?.Add(row));
    }

    /// <summary>Must come after the last run, also if the session ends early. An output that cannot be written costs no other.</summary>
    /// <exception cref="PartimeException">It is too late to repair anything, but the user must not believe that the rows are there.</exception>
    public void Conclude(Conclusion conclusion, Findings findings)
    {
        var rows = SummaryRow.Of(conclusion.Summaries, summary => info.Of(summary.Configuration));
        IReadOnlyList<string> sentences = [.. conclusion.Remarks, .. conclusion.Problems];
        WriteAll(
            () => summary?.WriteAll(rows),
            () => json?.Conclude(rows, findings, conclusion),
            () => markdown?.WriteText(conclusion.Summaries.Count == 0 ? MarkdownText.List(sentences) : ResultText.MarkdownOf(conclusion, info.Machine, sentences)),
            () => advice?.WriteText(AdviceJson.Of(conclusion)),
            () => hyperfine?.Write(),
            () => page?.Conclude(conclusion, findings),
            () => workbook?.Conclude(conclusion, rows),
            () => EnsureUnchanged(runs?.ExternalChange()),
            () => EnsureUnchanged(tasks?.ExternalChange()),
            () => EnsureUnchanged(json?.ExternalChange()),
            () => EnsureUnchanged(trace?.ExternalChange()));
    }

    private static void EnsureUnchanged(string? change)
    {
        if (change is not null)
            throw new PartimeException(change);
    }

    /// <summary>Does all of these, whichever fail.</summary>
    private static void WriteAll(params ReadOnlySpan<Action> writes)
    {
        var failures = new List<string>();
        foreach (var write in writes)
            try
            {
                write();
            }
            catch (PartimeException failure)
            {
                failures.Add(failure.Message);
            }
        if (failures.Count > 0)
            throw new PartimeException(string.Join(' ', failures));
    }

    private static (KeptPart? Runs, KeptPart? Tasks) KeptParts(Outputs outputs, SessionInfo info)
    {
        return (outputs.Kept ?? PartOf(outputs.RunsCsv, RunColumnsOf(outputs, info).Names()), PartOf(outputs.TasksCsv, TaskColumnsOf(outputs, info).Names()));

        KeptPart? PartOf(string? path, string[] columns) => outputs.Append && path is not null ? AppendedFile.PartOf(path, columns, outputs.Excel) : null;
    }

    /// <summary>Before the first run, as the files may change or go.</summary>
    private static void DigestCode(Outputs outputs, SessionInfo info)
    {
        if (outputs.TellCode)
            foreach (var variant in info.All)
                _ = variant.Plugins;
    }

    /// <summary>Without the variant, rows of several variants cannot be told apart.</summary>
    private static Column<RunRow>[] RunColumnsOf(Outputs outputs, SessionInfo info)
    {
        var columns = outputs.ColumnsOf(outputs.RunsCsv, RunColumns.For(info), RunColumns.FirstCount);
        return outputs.RunsCsv is not null && info.Others.Count > 0 && !columns.Names().Contains("variant")
            ? throw new PartimeException("The chosen columns of the runs CSV do not tell variants apart: add 'variant'.")
            : columns;
    }

    /// <summary>All of them are for people.</summary>
    private static Column<TaskRow>[] TaskColumnsOf(Outputs outputs, SessionInfo info) => outputs.ColumnsOf(outputs.TasksCsv, TaskColumns.For(info), int.MaxValue);

    public void Dispose()
    {
        runs?.Dispose();
        json?.Dispose();
        tasks?.Dispose();
        summary?.Dispose();
        markdown?.Dispose();
        advice?.Dispose();
        trace?.Dispose();
        hyperfine?.Dispose();
        page?.Dispose();
        workbook?.Dispose();
    }
}
