using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>All files of a session, open before its first measurement.</summary>
internal sealed class RunReport : IDisposable
{
    private readonly RunsCsv? runs;
    private readonly TasksCsv? tasks;

    public RunReport(Outputs outputs, ReportHeader header)
    {
        outputs.EnsureUsable();
        var dialect = outputs.Excel ? CsvDialect.Excel : CsvDialect.Plain;
        runs = outputs.RunsCsv is { } runsPath ? new RunsCsv(runsPath, dialect, header) : null;
        tasks = outputs.TasksCsv is { } tasksPath ? new TasksCsv(tasksPath, dialect, header) : null;
        // Only now that all of them are open: a slip in one name does not cost the other file its contents.
        runs?.Begin();
        tasks?.Begin();
    }

    public void Write(RunRecord run)
    {
        // The one row first: if there is no room for a million others, it is not lost.
        runs?.Write(run);
        tasks?.Write(run);
    }

    public void Dispose()
    {
        runs?.Dispose();
        tasks?.Dispose();
    }
}
