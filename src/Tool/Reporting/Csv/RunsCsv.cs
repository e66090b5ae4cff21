using CsvHelper;
using Partime.Tool.Files;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The runs CSV: a row per run, out of this process as soon as the run is over.</summary>
internal sealed class RunsCsv : IDisposable
{
    private readonly ReportHeader header;
    private readonly CsvFile file;

    public RunsCsv(string path, CsvWriterOptions dialect, ReportHeader header, KeptPart? kept = null)
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
        foreach (var field in RunColumns.FieldsOf(new RunRow(header, run)))
            field.Write(writer);
        writer.EndRecord();
    });

    public string? Damage() => file.Damage();

    public void Dispose() => file.Dispose();

    private void WriteHeader(CsvWriter writer)
    {
        foreach (var name in RunColumns.NamesFor(header))
            writer.WriteField(name);
        writer.EndRecord();
    }
}
