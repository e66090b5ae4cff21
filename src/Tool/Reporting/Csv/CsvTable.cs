using System.Text;
using CsvHelper;
using Partime.Tool.Files;
using Partime.Tool.Planning;

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

    private const int MaxHeaderLength = 1 << 20;

    private const string Remedy = "Name a runs CSV that 'run' has written.";

    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="required">Without these columns it is a file of another kind, and none of its lines is read.</param>
    /// <param name="isStrict">Whether to refuse what partime itself does not write, and what other programs make of it.</param>
    public static CsvTable Read(string path, IReadOnlyList<string> required, bool isStrict = false)
    {
        var name = InputFile.NameOf(path);
        using var read = InputFile.Read(path, stream => BytesOf(stream, name), Remedy);
        using var bytes = isStrict ? read : CsvText.Utf8Of(read, name);
        if (CsvText.OtherKind(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) is { } kind)
            throw new PartimeException($"{name} {kind}. {Remedy}");
        var end = WholeRecords.Of(bytes).EnsureClosed(name).End;
        if (end == 0)
            throw new PartimeException($"{name} has no complete line: its first one does not end with a line break. {Remedy}");
        var isWhole = end == bytes.Length;
        bytes.SetLength(end);
        var text = CsvText.Decode(bytes, name);
        return Parse(name, text, required, isStrict, isWhole ? null
            : $"{name}: the incomplete last line, after line {text.AsSpan().Count('\n')}, is ignored: the session that wrote it was killed or is still writing.");
    }

    /// <summary>The first line of a file that is to be continued, and whether it ends as in files for Excel.</summary>
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
        return (Parse(path, line.TrimEnd('\r') + '\n', [], isStrict: true, null).Columns, line.EndsWith('\r'));
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
            return Parse("", $"{string.Join(',', columns)}\n{line}\n", [], isStrict: true, null).Lines.Count == 1;
        }
        catch (PartimeException)
        {
            return false;
        }
    }

    private static CsvTable Parse(string name, string text, IReadOnlyList<string> required, bool isStrict, string? remark)
    {
        try
        {
            var separator = CsvText.SeparatorOf(text);
            if (isStrict && separator != ',')
                throw new PartimeException($"{name} has its fields separated by {(separator == ';' ? "';'" : "tabs")}, and partime would continue it with ','. Continue the file as partime has written it, or name another.");
            using var reader = CsvReader.FromText(text, Options with { Separator = separator });
            reader.ReadHeader();
            string[] columns = [.. reader.Headers];
            EnsureKind(name, columns, required);
            var lines = LinesOf(reader, new CsvForm(name, columns, separator, isStrict), required);
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

    private static List<CsvLine> LinesOf(CsvReader reader, CsvForm form, IReadOnlyList<string> required)
    {
        var lines = new List<CsvLine>();
        var part = 1;
        while (reader.Read())
        {
            var fields = new string[reader.FieldCount];
            for (var i = 0; i < fields.Length; i++)
                fields[i] = form.ValueOf(i, reader.GetString(i), isQuoted: reader.GetRawSpan(i) is [(byte)'"', ..]);
            if (IsHeader(fields, required))
            {
                // Several files in one: 'cat a.csv b.csv', each with its header and perhaps its byte order mark.
                if (form.IsStrict || !fields.SequenceEqual(form.Columns))
                    throw new PartimeException($"{form.File}, line {reader.LineNumber} is the header of another file{(form.IsStrict ? "" : ", with other columns")}. Name each of the files by itself.");
                part++;
                continue;
            }
            if (fields.Length != form.Columns.Count)
                throw new PartimeException($"{form.File}, line {reader.LineNumber} has {Readable.Counted(fields.Length, "field")}, but the header has {form.Columns.Count}. Correct the line or remove it.");
            lines.Add(new CsvLine(form, reader.LineNumber, fields, part));
        }
        return lines;
    }

    private static bool IsHeader(string[] fields, IReadOnlyList<string> required)
    {
        if (required.Count == 0 || !fields.Contains(required[^1]))
            return false;
        fields[0] = fields[0].TrimStart('\ufeff');
        return required.All(column => fields.Contains(column));
    }

    private static void EnsureKind(string name, string[] columns, IReadOnlyList<string> required)
    {
        string[] missing = [.. required.Where(column => !columns.Contains(column))];
        if (missing.Length == 0)
            return;
        var kind = columns.Contains("baseline_median_s") ? "is a comparison CSV of partime"
            : columns.Contains("wall_median_s") ? "is a summary CSV of partime"
            : columns.Contains("task") && columns.Contains("attempt") ? "is a tasks CSV of partime"
            : columns.Contains(Label.Of(Phase.Measure)) || columns.Contains(Label.Of(Phase.Warmup)) ? "has no header: its first line is a run"
            : missing.Length == required.Count ? $"has no column '{missing[0]}'"
            : null;
        throw new PartimeException(kind is not null ? $"{name} {kind}. {Remedy}"
            : $"{name} lacks the column{(missing.Length == 1 ? "" : "s")} {string.Join(", ", missing)}. Without {string.Join(", ", required)}, a row does not tell what ran, in which round, how long it took and whether it counts. "
                + "When you measure, choose them all.");
    }
}
