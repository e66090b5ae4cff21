using CsvHelper;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The runs CSV: a row per run, out of this process as soon as the run is over.</summary>
internal sealed class RunsCsv : IDisposable
{
    private readonly ReportHeader header;
    private readonly CsvFile file;

    public RunsCsv(string path, CsvWriterOptions dialect, ReportHeader header)
    {
        this.header = header;
        file = CsvFile.Open(path, dialect);
    }

    /// <summary>Replaces what was in the file by the header.</summary>
    public void Begin() => file.Begin(WriteHeader);

    public void Write(RunRecord run) => file.Write(writer =>
    {
        var row = new RunRow(header, run);
        foreach (var column in RunColumns.All)
            column.Write(writer, row);
        foreach (var (_, value) in header.Parameters)
            FreeText.WriteField(writer, value);
        writer.EndRecord();
    });

    public void Dispose() => file.Dispose();

    private void WriteHeader(CsvWriter writer)
    {
        foreach (var column in RunColumns.All)
            writer.WriteField(column.Name);
        foreach (var (name, _) in header.Parameters)
            writer.WriteField($"param_{name.Replace('-', '_')}");
        writer.EndRecord();
    }
}
