using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>A value in a row: a number, a text, or nothing. CSV, JSON and workbooks write it each in its own way.</summary>
internal readonly partial struct Field
{
    private readonly Kind kind;
    private readonly string? text;
    private readonly ReadOnlyMemory<byte> utf8;
    private readonly long whole;
    private readonly double number;

    private Field(string? text) => (kind, this.text) = (Kind.Text, text);

    private Field(ReadOnlyMemory<byte> utf8) => (kind, this.utf8) = (Kind.Utf8, utf8);

    private Field(long whole) => (kind, this.whole) = (Kind.Whole, whole);

    private Field(double number) => (kind, this.number) = (Kind.Number, number);

    private enum Kind : byte
    {
        Nothing,
        Text,
        Utf8,
        Whole,
        Number,
    }

    public static implicit operator Field(string? text) => new(text);

    /// <summary>Text that is UTF-8 already, and mostly needs no decoding.</summary>
    public static implicit operator Field(ReadOnlyMemory<byte> utf8) => new(utf8);

    public static implicit operator Field(long? number) => number is { } known ? new(known) : default;

    public static implicit operator Field(double? number) => number is { } known ? new(known) : default;

    /// <summary>A moment as ISO 8601 has it, in UTC.</summary>
    public static Field Of(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public void Write(CsvWriter csv)
    {
        switch (kind)
        {
            case Kind.Whole:
                csv.WriteField<long>(whole);
                break;
            case Kind.Number:
                csv.WriteField<double>(number);
                break;
            case Kind.Utf8:
                Write(csv, utf8.Span);
                break;
            default:
                Write(csv, text);
                break;
        }
    }

    /// <summary>JSON has neither empty fields nor infinite numbers: both are <c>null</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (kind == Kind.Whole)
            json.WriteNumberValue(whole);
        else if (kind == Kind.Number && double.IsFinite(number))
            json.WriteNumberValue(number);
        else if (kind == Kind.Utf8 && !utf8.IsEmpty)
            json.WriteStringValue(utf8.Span);
        else if (!string.IsNullOrEmpty(text))
            json.WriteStringValue(text);
        else
            json.WriteNullValue();
    }

    public void Write(SheetRows sheet)
    {
        if (kind == Kind.Whole)
            sheet.Add(whole);
        else if (kind == Kind.Number)
            sheet.Add(number);
        else
            sheet.Add(kind == Kind.Utf8 ? Encoding.UTF8.GetString(utf8.Span) : text);
    }

    private static void Write(CsvWriter csv, ReadOnlySpan<byte> utf8)
    {
        // A single invalid byte would make the whole file unreadable.
        if (!Utf8.IsValid(utf8) || (!utf8.IsEmpty && utf8[0] is (byte)'-' or (byte)'+' or (byte)'\'') || utf8.IndexOfAny((byte)';', (byte)'\t') >= 0)
            Write(csv, Encoding.UTF8.GetString(utf8));
        else
            csv.WriteField(utf8);
    }

    /// <summary>CsvHelper escapes all text that starts with a sign and lets numbers pass: as the format of a number, the text
    /// passes with every digit it has, however many they are.</summary>
    private static void Write(CsvWriter csv, string? text)
    {
        if (text is ['\'', ..] && CsvDialect.LooksEscaped(text))
            text = $"'{text}";
        if (text is ['+' or '-', ..] && SignedNumber().IsMatch(text))
            csv.WriteField(0, $"'{text}'");
        else if (text?.AsSpan().IndexOfAny(CsvDialect.OtherSeparators) >= 0 || CsvDialect.IsWordOfOthers(text))
            csv.WriteField(text, CsvQuoting.Always);
        else
            csv.WriteField(text);
    }

    [GeneratedRegex(@"^[+-]([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z|^[+-]Infinity\z")]
    private static partial Regex SignedNumber();
}
