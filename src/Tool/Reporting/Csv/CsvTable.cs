using System.Text;
using CsvHelper;
using Partime.Tool.Files;

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

    /// <summary>In bytes. Something without end is given up here, before it takes all memory.</summary>
    private const long LongestFile = 512L << 20;

    private const int LongestHeader = 1 << 20;

    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="required">Without these columns it is another file, and none of its lines is looked at.</param>
    public static CsvTable Read(string path, IEnumerable<string> required)
    {
        var name = ReadableFile.NameOf(path);
        using var bytes = ReadableFile.Read(path, stream => BytesOf(stream, name));
        if (IsJson(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)))
            throw new PartimeException($"{name} is a JSON document: name a file that 'run --csv' has written.");
        var end = WholeRecords.Of(bytes).EnsureClosed(name).End;
        var isWhole = end == bytes.Length;
        bytes.SetLength(end);
        bytes.Position = 0;
        using var reader = new StreamReader(bytes);
        var text = reader.ReadToEnd();
        return Parse(name, text, required, isWhole ? null
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
            {
                if (letters.Length == LongestHeader)
                    throw new PartimeException($"{path}, line 1 is longer than {LongestHeader >> 20} MiB: name a file that 'run --csv' has written.");
                letters.Append((char)letter);
            }
            return letters.ToString();
        });
        return (Parse(path, line.TrimEnd('\r') + '\n', [], null).Columns, line.EndsWith('\r'));
    }

    /// <summary>All of them, from the beginning.</summary>
    internal static MemoryStream BytesOf(Stream stream, string name, long most = LongestFile)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + count > most)
                throw new PartimeException($"{name} is longer than {most >> 20} MiB, the most that is read of a file: split it among several, each with the header.");
            bytes.Write(buffer, 0, count);
        }
        bytes.Position = 0;
        return bytes;
    }

    /// <summary>Whether a line has all fields that belong under a header.</summary>
    public static bool IsWhole(string line, IReadOnlyList<string> columns)
    {
        try
        {
            return Parse("", $"{string.Join(',', columns)}\n{line}\n", [], null).Lines.Count == 1;
        }
        catch (PartimeException)
        {
            return false;
        }
    }

    private static CsvTable Parse(string name, string text, IEnumerable<string> required, string? remark)
    {
        try
        {
            using var reader = CsvReader.FromText(text, Options);
            reader.ReadHeader();
            string[] columns = [.. reader.Headers];
            if (required.FirstOrDefault(column => !columns.Contains(column)) is { } missing)
                throw new PartimeException($"{name} has no column '{missing}': name a file that 'run --csv' has written.");
            var indices = new Dictionary<string, int>();
            for (var i = 0; i < columns.Length; i++)
                indices.TryAdd(columns[i], i);
            var lines = new List<CsvLine>();
            while (reader.Read())
            {
                if (reader.FieldCount != columns.Length)
                    throw new PartimeException($"{name}, line {reader.LineNumber} has {Readable.Counted(reader.FieldCount, "field")}, and the header has {columns.Length}. Mend the line or remove it.");
                var fields = new string[columns.Length];
                for (var i = 0; i < fields.Length; i++)
                    fields[i] = CsvDialect.Unescape(reader.GetString(i));
                lines.Add(new CsvLine(name, reader.LineNumber, indices, fields));
            }
            return new CsvTable(name, columns, lines, remark);
        }
        catch (CsvFormatException exception) when (exception.LineNumber <= 1)
        {
            throw new PartimeException($"{name} does not begin with the header of a CSV file: name a file that 'run --csv' has written.", exception);
        }
        catch (CsvFormatException exception)
        {
            throw new PartimeException($"{name}, line {exception.LineNumber} is not CSV as partime writes it. Mend the line or remove it.", exception);
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes) =>
        bytes.TrimStart(Encoding.UTF8.Preamble).TrimStart(" \t\r\n"u8).StartsWith("{"u8);
}
