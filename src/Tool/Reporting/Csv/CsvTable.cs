using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>A CSV file that partime has written and that other programs may have changed.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Columns">In their order.</param>
/// <param name="Lines">The records after the header.</param>
/// <param name="Remark">A sentence on what was ignored; <see langword="null"/> for nothing.</param>
internal sealed record CsvTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<CsvLine> Lines, string? Remark)
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        MalformedData = CsvMalformedDataHandling.Throw,
        TrackLineNumbers = true,
    };

    /// <summary>An endless stream is refused before it takes all memory.</summary>
    private const long MaxBytes = 512L << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const int MaxHeaderLength = 1 << 20;

    private const string Remedy = "Name a runs CSV that 'run' has written.";

    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="required">Without these columns it is a file of another kind, and none of its lines is read.</param>
    public static CsvTable Read(string path, IEnumerable<string> required)
    {
        var name = InputFile.NameOf(path);
        using var bytes = InputFile.Read(path, stream => BytesOf(stream, name));
        if (IsJson(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)))
            throw new PartimeException($"{name} is a JSON document. {Remedy}");
        var end = WholeRecords.Of(bytes).EnsureClosed(name).End;
        var isWhole = end == bytes.Length;
        bytes.SetLength(end);
        var text = TextOf(bytes, name);
        return Parse(name, text, required, isWhole ? null
            : $"{name}: the incomplete last line, after line {text.AsSpan().Count('\n')}, is ignored: the session that wrote it was killed or is still writing.");
    }

    /// <summary>Without the byte order mark.</summary>
    private static string TextOf(MemoryStream bytes, string name)
    {
        bytes.Position = 0;
        try
        {
            using var reader = new StreamReader(bytes, StrictUtf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            return reader.ReadToEnd().TrimStart('\ufeff');
        }
        catch (DecoderFallbackException exception)
        {
            throw new PartimeException($"{name} is not UTF-8 in line {LineOfFirstInvalid(bytes)}. Correct the line, or save the file as UTF-8.", exception);
        }
    }

    private static int LineOfFirstInvalid(MemoryStream bytes)
    {
        var rest = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        var line = 1;
        for (; rest.IndexOf((byte)'\n') is >= 0 and var length && Utf8.IsValid(rest[..length]); line++)
            rest = rest[(length + 1)..];
        return line;
    }

    /// <summary>The first line of a file, and whether it ends as in files for Excel.</summary>
    public static (IReadOnlyList<string> Columns, bool IsForExcel) HeaderOf(string path)
    {
        var line = InputFile.Read(path, stream =>
        {
            using var reader = new StreamReader(stream);
            var letters = new StringBuilder();
            for (int letter; (letter = reader.Read()) is not ('\n' or -1);)
            {
                if (letters.Length == MaxHeaderLength)
                    throw new PartimeException($"{path}, line 1 is longer than {MaxHeaderLength >> 20} MiB. {Remedy}");
                letters.Append((char)letter);
            }
            return letters.ToString();
        });
        return (Parse(path, line.TrimEnd('\r') + '\n', [], null).Columns, line.EndsWith('\r'));
    }

    internal static MemoryStream BytesOf(Stream stream, string name, long max = MaxBytes)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + count > max)
                throw new PartimeException($"{name} is longer than {max >> 20} MiB, the maximum. Split it into several files, each with the header.");
            bytes.Write(buffer, 0, count);
        }
        bytes.Position = 0;
        return bytes;
    }

    /// <summary>Whether a line has a field for every column.</summary>
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
                throw new PartimeException($"{name} has no column '{missing}'. {Remedy}");
            var indices = new Dictionary<string, int>();
            for (var i = 0; i < columns.Length; i++)
                indices.TryAdd(columns[i], i);
            var lines = new List<CsvLine>();
            while (reader.Read())
            {
                if (reader.FieldCount != columns.Length)
                    throw new PartimeException($"{name}, line {reader.LineNumber} has {Readable.Counted(reader.FieldCount, "field")}, but the header has {columns.Length}. Correct the line or remove it.");
                var fields = new string[columns.Length];
                for (var i = 0; i < fields.Length; i++)
                    fields[i] = CsvDialect.Unescape(reader.GetString(i));
                lines.Add(new CsvLine(name, reader.LineNumber, indices, fields));
            }
            return new CsvTable(name, columns, lines, remark);
        }
        catch (CsvFormatException exception) when (exception.LineNumber <= 1)
        {
            throw new PartimeException($"{name} does not start with the header of a CSV file. {Remedy}", exception);
        }
        catch (CsvFormatException exception)
        {
            throw new PartimeException($"{name}, line {exception.LineNumber} is not CSV as partime writes it. Correct the line or remove it.", exception);
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes) =>
        bytes.TrimStart(Encoding.UTF8.Preamble).TrimStart(" \t\r\n"u8).StartsWith("{"u8);
}
