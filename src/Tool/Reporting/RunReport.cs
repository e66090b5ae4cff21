using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>All files of a session, open before its first measurement.</summary>
internal sealed class RunReport : IDisposable
{
    private readonly RunsCsv? runs;
    private readonly TasksCsv? tasks;

    public RunReport(Outputs outputs, ReportHeader header)
    {
        outputs.EnsureDistinct();
        var dialect = outputs.Excel ? CsvDialect.Excel : CsvDialect.Plain;
        runs = outputs.RunsCsv is { } runsPath ? new RunsCsv(runsPath, dialect, header) : null;
        tasks = outputs.TasksCsv is { } tasksPath ? new TasksCsv(tasksPath, dialect, header) : null;
    }

    public void Write(RunRecord run)
    {
        // The tasks first: a row in the runs CSV says that all there is to say about its run is on disk.
        tasks?.Write(run);
        runs?.Write(run);
    }

    public void Dispose()
    {
        runs?.Dispose();
        tasks?.Dispose();
    }
}
