using System.Text;
using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>A CSV file of partime's own, read again; whatever may have become of it in the meantime.</summary>
/// <param name="Name">What the file is called in messages.</param>
/// <param name="Columns">Its columns in their order.</param>
/// <param name="Lines">The records below the header.</param>
/// <param name="Remark">A sentence on what was left out; <see langword="null"/> if nothing was.</param>
internal sealed record CsvTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<CsvLine> Lines, string? Remark)
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        MalformedData = CsvMalformedDataHandling.Throw,
        TrackLineNumbers = true,
    };

    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    public static CsvTable Read(string path)
    {
        using var bytes = new MemoryStream();
        ReadableFile.Read(path, stream =>
        {
            stream.CopyTo(bytes);
            return true;
        });
        bytes.Position = 0;
        var end = WholeRecords.Of(bytes).End;
        var isWhole = end == bytes.Length;
        bytes.SetLength(end);
        bytes.Position = 0;
        using var reader = new StreamReader(bytes);
        var text = reader.ReadToEnd();
        var name = ReadableFile.NameOf(path);
        return Parse(name, text, isWhole ? null
            : $"{name}: what stands behind line {text.AsSpan().Count('\n')} is no whole line, as when a writer was killed, and was left out.");
    }

    /// <summary>The first line of a file, and whether it ends as Excel wants it.</summary>
    public static (IReadOnlyList<string> Columns, bool IsForExcel) HeaderOf(string path)
    {
        var line = ReadableFile.Read(path, stream =>
        {
            using var reader = new StreamReader(stream);
            var letters = new StringBuilder();
            for (int letter; (letter = reader.Read()) is not ('\n' or -1);)
                letters.Append((char)letter);
            return letters.ToString();
        });
        return (Parse(path, line.TrimEnd('\r') + '\n', null).Columns, line.EndsWith('\r'));
    }

    /// <summary>Whether a line has all fields that belong under a header.</summary>
    public static bool IsWhole(string line, IReadOnlyList<string> columns)
    {
        try
        {
            return Parse("", $"{string.Join(',', columns)}\n{line}\n", null).Lines.Count == 1;
        }
        catch (PartimeException)
        {
            return false;
        }
    }

    private static CsvTable Parse(string name, string text, string? remark)
    {
        try
        {
            using var reader = CsvReader.FromText(text, Options);
            reader.ReadHeader();
            string[] columns = [.. reader.Headers];
            var indices = new Dictionary<string, int>();
            for (var i = 0; i < columns.Length; i++)
                indices.TryAdd(columns[i], i);
            var lines = new List<CsvLine>();
            while (reader.Read())
            {
                if (reader.FieldCount != columns.Length)
                    throw new PartimeException($"{name}, line {reader.LineNumber} has {reader.FieldCount} fields, and the header has {columns.Length}. Mend the line or remove it.");
                var fields = new string[columns.Length];
                for (var i = 0; i < fields.Length; i++)
                    fields[i] = CsvDialect.Unescape(reader.GetString(i));
                lines.Add(new CsvLine(name, reader.LineNumber, indices, fields));
            }
            return new CsvTable(name, columns, lines, remark);
        }
        catch (CsvFormatException exception)
        {
            throw new PartimeException($"{name}, line {exception.LineNumber} is not CSV as partime writes it. Mend the line or remove it.", exception);
        }
    }

    /// <summary>Another session may be writing to it.</summary>
    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
}
