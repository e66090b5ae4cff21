using CsvHelper;
using Partime.Tool.Files;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The tasks CSV: a row per task attempt, written when its run is over.</summary>
internal sealed class TasksCsv : IDisposable
{
    private readonly ReportHeader header;
    private readonly CsvFile file;

    public TasksCsv(string path, CsvWriterOptions dialect, ReportHeader header, KeptPart? kept = null)
    {
        this.header = header;
        file = CsvFile.Open(path, dialect, kept);
    }

    /// <summary>Writes the header, and leaves what is in the file.</summary>
    public void Begin() => file.Begin(WriteHeader);

    /// <summary>Replaces what was in the file by the header, unless it is kept.</summary>
    public void Commit() => file.Commit();

    public void Write(RunRecord run) => file.Write(writer =>
    {
        for (var index = 0L; index < run.Tasks.Count; index++)
        {
            for (var attempt = 0; attempt < run.Tasks.FormerAttempts(index); attempt++)
                Write(writer, new TaskRow(header.Session, run.Planned.Number, run.Tasks.FormerAttempt(index, attempt)));
            Write(writer, new TaskRow(header.Session, run.Planned.Number, run.Tasks[index]));
        }
    });

    public string? Damage() => file.Damage();

    public void Dispose() => file.Dispose();

    /// <summary>The name of each column, for the workload of this session.</summary>
    public static string[] NamesFor(ReportHeader header) =>
        [.. TaskColumns.All.Select(column => column.Name), .. header.Metrics.Select(name => $"metric_{name}")];

    private void Write(CsvWriter writer, TaskRow row)
    {
        foreach (var column in TaskColumns.All)
            column.Write(writer, row);
        var metrics = row.Task.Metrics;
        for (var i = 0; i < header.Metrics.Count; i++)
            writer.WriteField<double>(i >= metrics.Length || double.IsNaN(metrics[i]) ? null : metrics[i]);
        writer.EndRecord();
    }

    private void WriteHeader(CsvWriter writer)
    {
        foreach (var name in NamesFor(header))
            writer.WriteField(name);
        writer.EndRecord();
    }
}
