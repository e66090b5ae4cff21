using System.Globalization;

namespace Partime.Tool.Reporting;

/// <summary>A record of a CSV file, by the names of its columns. The value of a missing column or an empty field is <see langword="null"/>.</summary>
internal sealed class CsvLine(string file, long number, IReadOnlyDictionary<string, int> columns, string[] fields)
{
    private const double MaxSeconds = 100 * 365.25 * 86_400;

    public string? Text(string column) => columns.TryGetValue(column, out var index) && fields[index].Length > 0 ? fields[index] : null;

    public string RequiredText(string column) => Text(column) ?? throw Wrong(null, column, "a text");

    public double? Number(string column) => Text(column) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
        : throw Wrong(text, column, "a number");

    public DateTimeOffset? Time(string column) => Text(column) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw Wrong(text, column, "a time such as 2026-01-31T12:00:00Z");

    /// <summary>Values above a century, and values below a picosecond other than 0, are not measurements.</summary>
    public double Seconds(string column) =>
        Number(column) is { } seconds && (seconds is 0 or (>= 1e-12 and <= MaxSeconds)) ? seconds : throw Wrong(Text(column), column, "a number of seconds from 0 to a century");

    public long? Whole(string column) => Text(column) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Wrong(text, column, "a whole number");

    public int Count(string column, int min) => (int)LongCount(column, min, int.MaxValue);

    public long LongCount(string column, long min, long max = long.MaxValue) =>
        Whole(column) is { } value && value >= min && value <= max ? value : throw Wrong(Text(column), column, $"a whole number from {min}");

    /// <summary>The value that has this label.</summary>
    public T Word<T>(string column, IReadOnlyList<T> values, Func<T, string> label)
    {
        var text = Text(column);
        foreach (var value in values)
            if (label(value) == text)
                return value;
        throw Wrong(text, column, $"one of {string.Join(", ", values.Select(label))}");
    }

    private long LineNumber => number;

    public PartimeException Duplicate(string what) => new($"{file}, line {number} is a second row of {what}. Remove one of them.");

    /// <summary>A value that is another in an earlier line of the same session.</summary>
    public PartimeException Differs(string column, CsvLine earlier) => new(
        $"{file}, line {number}: '{Text(column)}' in column {column} is '{earlier.Text(column)}' in line {earlier.LineNumber} of the same session. Correct the line or remove it.");

    private PartimeException Wrong(string? text, string column, string wanted) =>
        new($"{file}, line {number}: '{text}' in column {column} is not {wanted}. Correct the line or remove it.");
}
