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

    /// <summary>Replaces what was in the file by the header, unless it is kept.</summary>
    public void Begin(KeptPart? kept = null) => file.Begin(kept, WriteHeader);

    public void Write(RunRecord run) => file.Write(writer =>
    {
        foreach (var field in RunColumns.FieldsOf(new RunRow(header, run)))
            field.Write(writer);
        writer.EndRecord();
    });

    public void Dispose() => file.Dispose();

    private void WriteHeader(CsvWriter writer)
    {
        foreach (var name in RunColumns.NamesFor(header))
            writer.WriteField(name);
        writer.EndRecord();
    }
}
