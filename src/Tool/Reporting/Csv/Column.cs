using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>A column of a CSV file: what it is called, and how a row's field is written.</summary>
/// <remarks>Not CsvHelper's record types, whose registration runs whenever the tool is loaded, and so in every worker process.</remarks>
internal sealed record Column<TRow>(string Name, Column<TRow>.FieldWriter Write) where TRow : allows ref struct
{
    internal delegate void FieldWriter(CsvWriter csv, TRow row);
}
