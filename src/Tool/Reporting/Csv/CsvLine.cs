using System.Globalization;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>What is the same for all records of a CSV file.</summary>
internal sealed class CsvForm
{
    private readonly Dictionary<string, int> indices = [];

    public CsvForm(string file, IReadOnlyList<string> columns, char separator, bool isStrict)
    {
        (File, Columns, Separator, IsStrict) = (file, columns, separator, isStrict);
        for (var i = 0; i < columns.Count; i++)
            // A spreadsheet may leave columns without a name.
            if (!indices.TryAdd(columns[i], i) && columns[i].Length > 0)
                throw new PartimeException($"{file} has the column {columns[i]} twice. Remove one of them.");
    }

    public string File { get; }

    public IReadOnlyList<string> Columns { get; }

    public char Separator { get; }

    /// <summary>Whether values are read only as partime writes them, and not as pandas or a spreadsheet saves them.</summary>
    public bool IsStrict { get; }

    /// <summary>The decimal mark of the first number that has one: a file in which both occur may have them between thousands.</summary>
    public char? DecimalMark { get; set; }

    /// <summary>The value of a field, whose index may be above those of the columns.</summary>
    public string ValueOf(int index, string text, bool isQuoted) => IsStrict || IsOf(Metric.ColumnPrefix, index) ? CsvDialect.Unescape(text)
        : CsvDialect.ValueOf(text, isQuoted, isOption: IsOf(RunColumns.ParameterPrefix, index));

    private bool IsOf(string prefix, int index) => index < Columns.Count && Columns[index].StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>A column by its name of today, also in a file that has it under its former one.</summary>
    public int? IndexOf(string column) => indices.TryGetValue(column, out var index) || (RunColumns.FormerName(column) is { } former && indices.TryGetValue(former, out index)) ? index : null;

    /// <summary>The name in the file.</summary>
    public string NameOf(string column) => IndexOf(column) is { } index ? Columns[index] : column;
}

/// <summary>A record of a CSV file, by the names of its columns. The value of a missing column or an empty field is <see langword="null"/>.</summary>
/// <param name="form">What is the same for all records.</param>
/// <param name="number">The number of its line.</param>
/// <param name="fields">Without their quotes.</param>
/// <param name="part">Of a file that was joined from several, the number of the part, from 1.</param>
internal sealed class CsvLine(CsvForm form, long number, string[] fields, int part)
{
    public const double MaxSeconds = 100 * 365.25 * 86_400;
    public const string SecondsWanted = "a number of seconds from 0 to a century";

    /// <summary>Above this, a double does not hold every whole number.</summary>
    private const double MaxExact = 1L << 53;

    public int Part => part;

    public bool Has(string column) => form.IndexOf(column) is not null;

    public string? Text(string column) => form.IndexOf(column) is { } index && fields[index] is { Length: > 0 } text ? text : null;

    /// <summary>The same, but a number with a point in place of a decimal comma.</summary>
    public string? TextWithPoint(string column) =>
        Text(column) is not { } text ? null : form.DecimalMark == ',' && text.Replace(',', '.') is var number && CellText.NumberIn(number, isFree: false) is not null ? number : text;

    public string RequiredText(string column) => Text(column) ?? throw Wrong(null, column, "a text");

    /// <summary>A truth value as pandas writes it is as good as partime's.</summary>
    public bool? Flag(string column) => Text(column) is not { } text ? null
        : text == Label.YesNo(true) || (!form.IsStrict && text.Equals("true", StringComparison.OrdinalIgnoreCase)) ? true
        : text == Label.YesNo(false) || (!form.IsStrict && text.Equals("false", StringComparison.OrdinalIgnoreCase)) ? false
        : throw Wrong(text, column, "one of yes, no");

    public double? Number(string column) => AnyNumber(column) is not { } value ? null : double.IsFinite(value) ? value : throw Wrong(column, "a number");

    /// <summary>Also an infinite one, or NaN.</summary>
    public double? AnyNumber(string column) => Text(column) is not { } text ? null
        : double.TryParse(WithPoint(text, column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw Wrong(text, column, "a number");

    public double? Number(string column, double min, double max, string wanted) =>
        Number(column) is not { } number ? null : number >= min && number <= max ? number : throw Wrong(column, wanted);

    public double? NumberFromZero(string column) => Number(column, 0, double.MaxValue, "a number from 0");

    public DateTimeOffset? Time(string column) => Text(column) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw Wrong(text, column, "a time such as 2026-01-31T12:00:00Z");

    /// <summary>Values above a century, and values below a picosecond other than 0, are not measurements.</summary>
    public double? Seconds(string column) => Number(column) is not { } seconds ? null
        : seconds is 0 or (>= 1e-12 and <= MaxSeconds) ? seconds
        : throw Wrong(column, SecondsWanted);

    public double RequiredSeconds(string column) => Seconds(column) ?? throw Wrong(column, SecondsWanted);

    public long? Whole(string column) => Text(column) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : !form.IsStrict && double.TryParse(WithPoint(text, column), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && Math.Abs(exact) < MaxExact && double.IsInteger(exact) ? (long)exact
        : throw Wrong(text, column, "a whole number");

    public long? WholeFromZero(string column) => Text(column) is null ? null : LongCount(column, min: 0);

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

    public PartimeException Duplicate(string what) => new($"{form.File}, line {number} is a second row of {what}. Remove one of them.");

    /// <summary>A value that is another in an earlier line of the same session.</summary>
    public PartimeException Differs(string column, CsvLine earlier) => new(
        $"{form.File}, line {number}: '{Text(column)}' in column {form.NameOf(column)} is '{earlier.Text(column)}' in line {earlier.LineNumber} of the same session. Correct the line or remove it.");

    /// <summary>Values that contradict each other.</summary>
    /// <param name="what">A clause.</param>
    public PartimeException Contradiction(string what) => new($"{form.File}, line {number}: {what}. Correct the line or remove it.");

    /// <summary>A number with a decimal comma is one where fields are separated by something else and all other numbers have it too.</summary>
    private string WithPoint(string text, string column)
    {
        if (form.IsStrict || form.Separator == ',')
            return text;
        if (text.AsSpan().IndexOfAny(",.") is >= 0 and var mark && (form.DecimalMark ??= text[mark]) != text[mark])
            throw Wrong(text, column, $"a number with a decimal {(form.DecimalMark == ',' ? "comma" : "point")}, as numbers before it have");
        return text.Replace(',', '.');
    }

    /// <summary>A value that cannot be.</summary>
    public PartimeException Wrong(string column, string wanted) => Wrong(Text(column), column, wanted);

    /// <summary>What pandas writes for nothing is read as nothing.</summary>
    private PartimeException Wrong(string? text, string column, string wanted) =>
        new($"{form.File}, line {number}: {(string.IsNullOrEmpty(text) ? $"column {form.NameOf(column)} has no value, and needs" : $"'{text}' in column {form.NameOf(column)} is not")} {wanted}. Correct the line or remove it.");
}
