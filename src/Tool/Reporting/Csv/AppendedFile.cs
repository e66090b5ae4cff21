using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>A CSV file that the rows of another session are to be put behind.</summary>
internal static class AppendedFile
{
    /// <returns>What stays of the file; <see langword="null"/> if there is nothing in it yet.</returns>
    /// <exception cref="PartimeException">Its header is not the one that these rows belong under.</exception>
    public static KeptPart? PartOf(string path, IReadOnlyList<string> columns, bool isForExcel)
    {
        if (!File.Exists(path) || new FileInfo(path).Length is not (> 0 and var length))
            return null;
        var whole = WholeRecords.In(path).End;
        if (whole == 0)
            throw new PartimeException($"Nothing is appended to {path}, as it has no whole line and so no header. Name another file, or leave out --append.");
        var header = CsvTable.HeaderOf(path);
        if (header.IsForExcel != isForExcel)
            throw new PartimeException($"Nothing is appended to {path}: it is {(isForExcel ? "not for Excel: leave out --excel" : "for Excel: add --excel")}, or name another file.");
        for (var i = 0; i < Math.Max(columns.Count, header.Columns.Count); i++)
            if (columns.ElementAtOrDefault(i) is var here && header.Columns.ElementAtOrDefault(i) is var there && here != there)
                throw new PartimeException($"Nothing is appended to {path}, as its header does not fit: column {i + 1} is {Quoted(there)} there and {Quoted(here)} here. Name another file, or leave out --append.");
        return whole == length ? new KeptPart(whole, length) : PartWithEnd(path, columns, isForExcel, whole, length);
    }

    /// <summary>What stands behind the last line break is most of a row that a killed session has left, or a whole one of which an editor has
    /// taken the line break away. The number of fields tells one from the other.</summary>
    private static KeptPart PartWithEnd(string path, IReadOnlyList<string> columns, bool isForExcel, long whole, long length)
    {
        var end = ReadableFile.Read(path, stream =>
        {
            stream.Position = whole;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        });
        var line = isForExcel ? end.TrimEnd('\r') : end;
        if (!line.Contains('\ufffd') && CsvTable.IsWhole(line, columns))
            return new KeptPart(length, length)
            {
                LineBreak = !isForExcel ? "\n" : line == end ? "\r\n" : "\n",
                Remark = $"{path}: its last line has all its fields and no line break, and gets one. Look whether its last field is whole.",
            };
        return new KeptPart(whole, length) { Remark = $"{path}: half a line of {length - whole} bytes at its end is removed, as a session leaves it that is killed." };
    }

    private static string Quoted(string? column) => column is null ? "missing" : $"'{column}'";
}
