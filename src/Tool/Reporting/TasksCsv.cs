using CsvHelper;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The tasks CSV: a row per task attempt, written when its run is over.</summary>
internal sealed class TasksCsv : IDisposable
{
    private readonly ReportHeader header;
    private readonly CsvFile file;

    public TasksCsv(string path, CsvWriterOptions dialect, ReportHeader header)
    {
        this.header = header;
        file = CsvFile.Open(path, dialect);
    }

    /// <summary>Replaces what was in the file by the header.</summary>
    public void Begin() => file.Begin(WriteHeader);

    public void Write(RunRecord run) => file.Write(writer =>
    {
        for (var index = 0L; index < run.Tasks.Count; index++)
        {
            var task = run.Tasks[index];
            var row = new TaskRow(header.Session, run.Planned.Number, task);
            foreach (var column in TaskColumns.All)
                column.Write(writer, row);
            foreach (var metric in task.Metrics)
                writer.WriteField<double>(double.IsNaN(metric) ? null : metric);
            writer.EndRecord();
        }
    });

    public void Dispose() => file.Dispose();

    private void WriteHeader(CsvWriter writer)
    {
        foreach (var column in TaskColumns.All)
            writer.WriteField(column.Name);
        foreach (var name in header.Metrics)
            writer.WriteField($"metric_{name}");
        writer.EndRecord();
    }
}
