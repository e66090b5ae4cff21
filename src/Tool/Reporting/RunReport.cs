using CsvHelper;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>All files of a session, open before its first measurement.</summary>
internal sealed class RunReport : IDisposable
{
    private readonly RunsCsv? runs;
    private readonly TasksCsv? tasks;
    private readonly SessionJson? json;
    private readonly SummaryCsv? summary;
    private readonly TextFile? markdown;
    private readonly ReportHeader header;

    /// <param name="outputs">Where the results go.</param>
    /// <param name="header">What is the same in all rows.</param>
    /// <param name="description">What only the JSON tells.</param>
    public RunReport(Outputs outputs, ReportHeader header, SessionDescription? description = null)
    {
        this.header = header;
        outputs.EnsureUsable();
        var dialect = outputs.Excel ? CsvDialect.Excel : CsvDialect.Plain;
        var keptRuns = outputs.Kept ?? PartOf(outputs.RunsCsv, RunColumns.NamesFor(header));
        var keptTasks = PartOf(outputs.TasksCsv, TasksCsv.NamesFor(header));
        runs = outputs.RunsCsv is { } runsPath ? new RunsCsv(runsPath, DialectBehind(keptRuns), header) : null;
        tasks = outputs.TasksCsv is { } tasksPath ? new TasksCsv(tasksPath, DialectBehind(keptTasks), header) : null;
        json = outputs.Json is { } jsonPath ? new SessionJson(jsonPath, header, description!) : null;
        summary = outputs.SummaryCsv is { } summaryPath ? new SummaryCsv(summaryPath, dialect, [.. header.Parameters.Select(parameter => parameter.Name)]) : null;
        markdown = outputs.Markdown is { } markdownPath ? new TextFile(markdownPath) : null;
        // Only now that all of them are open: a slip in one name does not cost the other files their contents.
        runs?.Begin(keptRuns);
        tasks?.Begin(keptTasks);
        json?.Begin();
        summary?.Begin();
        markdown?.Begin();

        KeptPart? PartOf(string? path, string[] columns) => outputs.Append && path is not null ? AppendedFile.PartOf(path, columns, outputs.Excel) : null;

        // The mark is there already.
        CsvWriterOptions DialectBehind(KeptPart? kept) => kept is null ? dialect : dialect with { WriteByteOrderMark = false };
    }

    /// <summary>Must get each run before the next one starts.</summary>
    /// <param name="run">The run.</param>
    /// <param name="findings">What was found out up to and with this run.</param>
    public void Write(RunRecord run, Findings findings)
    {
        // A row first: if there is no room for a million others, it is not lost.
        runs?.Write(run);
        json?.Write(run, findings);
        tasks?.Write(run);
    }

    /// <summary>Must come after the last run, also if the session ends early.</summary>
    public void Conclude(Conclusion conclusion, Findings findings)
    {
        var rows = SummaryRow.Of(conclusion.Summaries, _ => header.Parameters);
        summary?.Write(rows);
        json?.Conclude(rows, findings, conclusion);
        markdown?.Write(SummaryMarkdown.Of(new ReportChapter(conclusion.Summaries, conclusion.Warmup, [header.Machine]), conclusion.Remarks));
    }

    public void Dispose()
    {
        runs?.Dispose();
        json?.Dispose();
        tasks?.Dispose();
        summary?.Dispose();
        markdown?.Dispose();
    }
}
