using System.Text;
using CsvHelper;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

/// <summary>What the two CSV files say about runs.</summary>
internal static class CsvOutput
{
    /// <summary>The usual encoding would put replacement characters for wrong bytes, and hide them from the tests.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static SessionInfo Session(params string[] metrics) => new() { Id = "20261123T210506Z-ab12", Workload = "moons", Metrics = [.. metrics.Select(metric => new Metric(metric, "", MetricAggregate.Mean))] };

    public static Conclusion Conclusion(bool isComplete) =>
        new() { Summaries = [], Warmup = 0, Remarks = [], Disturbances = [], Problems = [], IsComplete = isComplete };

    public static string Runs(SessionInfo session, params MadeRun[] runs)
    {
        using var folder = new TemporaryFolder();
        WriteRuns(folder["runs.csv"], session, runs);
        return File.ReadAllText(folder["runs.csv"], Strict);
    }

    public static void WriteRuns(string path, SessionInfo session, IEnumerable<MadeRun> runs, CsvWriterOptions? dialect = null)
    {
        using var csv = new CsvFile<RunRow>(path, dialect ?? CsvDialect.Plain, RunColumns.For(session));
        csv.Prepare();
        csv.Commit();
        foreach (var run in runs)
            csv.Write(add => add(RowOf(session, run.Record())));
    }

    /// <summary>Without a serial run to compare with.</summary>
    internal static RunRow RowOf(SessionInfo session, RunRecord run) => new(session, run, new AgainstSerial(Losses.Of(run.WorkerTime, serial: null), SpeedUp: null));

    public static string Tasks(SessionInfo session, params MadeRun[] runs)
    {
        using var folder = new TemporaryFolder();
        using (var csv = new CsvFile<TaskRow>(folder["tasks.csv"], CsvDialect.Plain, TaskColumns.For(session.Metrics)))
        {
            csv.Prepare();
            csv.Commit();
            foreach (var run in runs)
                csv.Write(add => TaskRow.AddAll(session, run.Record(), add));
        }
        return File.ReadAllText(folder["tasks.csv"], Strict);
    }

    /// <summary>A file while it is being written.</summary>
    public static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
