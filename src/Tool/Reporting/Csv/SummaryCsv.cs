using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>The summary CSV: a row per scenario and configuration, written when all of them are known.</summary>
/// <param name="path">Where to.</param>
/// <param name="dialect">How.</param>
/// <param name="options">The names of the workload's options.</param>
internal sealed class SummaryCsv(string path, CsvWriterOptions dialect, IReadOnlyList<string> options) : IDisposable
{
    private readonly CsvFile file = CsvFile.Open(path, dialect);

    /// <summary>Replaces what was in the file.</summary>
    public void Write(IEnumerable<SummaryRow> rows) => file.WriteWhole(writer =>
    {
        foreach (var name in SummaryColumns.NamesFor(options))
            writer.WriteField(name);
        writer.EndRecord();
        foreach (var row in rows)
        {
            foreach (var field in SummaryColumns.FieldsOf(row, options))
                field.Write(writer);
            writer.EndRecord();
        }
    });

    public void Dispose() => file.Dispose();
}
