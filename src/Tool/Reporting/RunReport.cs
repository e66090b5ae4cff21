using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>All files of a session, open before its first measurement.</summary>
internal sealed class RunReport : IDisposable
{
    private readonly RunsCsv? runs;
    private readonly TasksCsv? tasks;
    private readonly SessionJson? json;

    /// <param name="outputs">Where the results go.</param>
    /// <param name="header">What is the same in all rows.</param>
    /// <param name="description">What only the JSON tells.</param>
    public RunReport(Outputs outputs, ReportHeader header, SessionDescription? description = null)
    {
        outputs.EnsureUsable();
        var dialect = outputs.Excel ? CsvDialect.Excel : CsvDialect.Plain;
        runs = outputs.RunsCsv is { } runsPath ? new RunsCsv(runsPath, dialect, header) : null;
        tasks = outputs.TasksCsv is { } tasksPath ? new TasksCsv(tasksPath, dialect, header) : null;
        json = outputs.Json is { } jsonPath ? new SessionJson(jsonPath, header, description!) : null;
        // Only now that all of them are open: a slip in one name does not cost the other files their contents.
        runs?.Begin();
        tasks?.Begin();
        json?.Begin();
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

    /// <summary>Must come after the last run, unless the session ends early.</summary>
    public void Complete(IReadOnlyList<Summary> summaries, Findings findings) => json?.Complete(summaries, findings);

    public void Dispose()
    {
        runs?.Dispose();
        json?.Dispose();
        tasks?.Dispose();
    }
}
