using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>A CSV file to which the rows of another session are appended.</summary>
internal static class AppendedFile
{
    /// <returns>The part of the file that stays; <see langword="null"/> if it is empty or does not exist.</returns>
    /// <exception cref="PartimeException">Its header is not that of the new rows.</exception>
    public static KeptPart? PartOf(string path, IReadOnlyList<string> columns, bool isForExcel)
    {
        // A pipe has nothing that could stay, and a link that leads nowhere is a new file.
        if (OutputPath.IsSpecial(path) || OutputPath.LengthOf(path) is not (> 0 and var length))
            return null;
        var records = WholeRecords.In(path);
        var end = records.End;
        if (end == 0)
            throw new PartimeException($"Cannot append to {path}: it has no complete line and so no header. Name another file, or replace it.");
        var header = CsvTable.HeaderOf(path);
        if (header.IsForExcel != isForExcel)
            throw new PartimeException($"Cannot append to {path}: it is {(isForExcel ? "not for Excel" : "for Excel")} and the new rows are {(isForExcel ? "for Excel" : "not")}. Choose the same for both, or name another file.");
        if (RunColumns.AreOfSchema1(header.Columns) && !RunColumns.AreOfSchema1(columns))
            throw new PartimeException($"Cannot append to {path}: an earlier version of partime has written it, with other columns. Name another file: 'report' reads both together.");
        for (var i = 0; i < Math.Max(columns.Count, header.Columns.Count); i++)
            if (columns.ElementAtOrDefault(i) is var @new && header.Columns.ElementAtOrDefault(i) is var old && @new != old)
                throw new PartimeException($"Cannot append to {path}: the headers differ. Column {i + 1} is {Quoted(old)} in the file and {Quoted(@new)} in this session. Name another file, or replace it.");
        var rows = records.Count - 1;
        return end == length ? new KeptPart(end, length) { Rows = rows } : PartWithEnd(path, columns, isForExcel, new KeptPart(end, length) { Rows = rows });
    }

    /// <summary>After the last line break there is either part of a row, which a killed session left, or a complete row whose line break an
    /// editor removed. The number of fields tells which.</summary>
    private static KeptPart PartWithEnd(string path, IReadOnlyList<string> columns, bool isForExcel, KeptPart whole)
    {
        var (end, length) = (whole.Length, whole.FileLength);
        var rest = InputFile.Read(path, stream =>
        {
            stream.Position = end;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        });
        var line = isForExcel ? rest.TrimEnd('\r') : rest;
        if (!line.Contains('\ufffd') && CsvTable.IsWhole(line, columns))
            return new KeptPart(length, length)
            {
                Rows = whole.Rows + 1,
                LineBreak = !isForExcel ? "\n" : line == rest ? "\r\n" : "\n",
                Remark = $"{path}: the last line has all its fields but no line break; one is added. Check whether its last field is complete.",
            };
        return whole with { Remark = $"{path}: the incomplete last line ({length - end} bytes), as a killed session leaves it, is removed." };
    }

    private static string Quoted(string? column) => column is null ? "missing" : $"'{column}'";
}
