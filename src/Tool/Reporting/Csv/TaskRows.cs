using CsvHelper;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>The rows of a tasks CSV, one after the other, as there may be millions. A column is asked for by its place.</summary>
internal sealed class TaskRows
{
    private const string Remedy = "Name a tasks CSV that 'run' has written.";

    private static readonly CsvReaderOptions Options = new() { Separator = ',', MalformedData = CsvMalformedDataHandling.Throw, TrackLineNumbers = true };

    private readonly string name;
    private readonly CsvReader csv;
    private readonly string[] columns;

    private TaskRows(string name, CsvReader csv)
    {
        (this.name, this.csv) = (name, csv);
        csv.ReadHeader();
        columns = [.. csv.Headers];
        if (columns.CountBy(column => column).FirstOrDefault(column => column.Value > 1 && column.Key.Length > 0).Key is { } twice)
            throw new PartimeException($"{name} has the column {twice} twice. Remove one of them.");
    }

    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="read">Reads all rows.</param>
    public static T Read<T>(string path, Func<TaskRows, T> read)
    {
        var name = InputFile.NameOf(path);
        try
        {
            return InputFile.Read(path, stream =>
            {
                using var csv = CsvReader.Create(stream, Options, leaveOpen: true);
                return read(new TaskRows(name, csv));
            }, Remedy);
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

    /// <summary>What the file is called in messages.</summary>
    public string Name => name;

    public void EnsureHas(IEnumerable<string> required)
    {
        if (required.FirstOrDefault(column => !columns.Contains(column)) is not { } missing)
            return;
        var kind = columns is [] or [""] ? "is empty"
            : columns.Contains("wall_s") ? "is a runs CSV of partime"
            : columns.Contains("wall_median_s") ? "is a summary CSV of partime"
            : columns is [var only] && only.AsSpan().IndexOfAny(CsvDialect.OtherSeparators) >= 0 ? "has its fields separated by something else than commas"
            : $"has no column '{missing}'";
        throw new PartimeException($"{name} {kind}. {Remedy}");
    }

    /// <returns>-1 if there is no such column.</returns>
    public int PlaceOf(string column) => Array.IndexOf(columns, column);

    /// <returns>A sentence on what was left out; <see langword="null"/> if nothing was.</returns>
    public string? ForEach(Action add)
    {
        var task = PlaceOf("task");
        while (csv.Read())
        {
            var line = csv.LineNumber;
            if (csv.FieldCount == columns.Length)
            {
                if (Is(task, "task"u8))
                    throw new PartimeException($"{name}, line {line} is the header of another file. Name each of the files by itself.");
                add();
            }
            else if (csv.FieldCount > columns.Length || csv.Read())
                throw new PartimeException($"{name}, line {line} does not have {Readable.Counted(columns.Length, "field")}, as the header has. Correct the line or remove it.");
            else
                return $"{name}: the incomplete last line, line {line}, is ignored: the session that wrote it was killed or is still writing.";
        }
        return null;
    }

    public bool IsEmpty(int place) => csv.GetSpan(place).IsEmpty;

    public bool Is(int place, ReadOnlySpan<byte> text) => csv.GetSpan(place).SequenceEqual(text);

    public string Text(int place) => place >= 0 ? csv.GetString(place) : "";

    public long Whole(int place) => WholeOrNull(place) ?? throw Wrong(place, "a whole number from 0");

    public long? WholeOrNull(int place) => place >= 0 && csv.TryParse<long>(place, out var value) && value >= 0 ? value : null;

    public double? Seconds(int place) => IsEmpty(place) ? null
        : csv.TryParse<double>(place, out var value) && value is >= 0 and <= CsvLine.MaxSeconds ? value
        : throw Wrong(place, CsvLine.SecondsWanted);

    private PartimeException Wrong(int place, string wanted) =>
        new($"{name}, line {csv.LineNumber}: '{csv.GetString(place)}' in column {columns[place]} is not {wanted}. Correct the line or remove it.");
}
