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
        return new KeptPart(whole, length);
    }

    private static string Quoted(string? column) => column is null ? "missing" : $"'{column}'";
}
