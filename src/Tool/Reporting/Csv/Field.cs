using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>What stands in one place of a row: a number, a text, or nothing. CSV and JSON write it each in its own way.</summary>
internal readonly struct Field
{
    private readonly string? text;
    private readonly long? whole;
    private readonly double? number;

    private Field(string? text, long? whole, double? number) => (this.text, this.whole, this.number) = (text, whole, number);

    public static implicit operator Field(string? text) => new(text, null, null);

    public static implicit operator Field(long? number) => new(null, number, null);

    public static implicit operator Field(double? number) => new(null, null, number);

    /// <summary>A moment as ISO 8601 has it, in UTC.</summary>
    public static Field Of(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public void Write(CsvWriter csv)
    {
        if (whole is { } count)
            csv.WriteField<long>(count);
        else if (number is { } value)
            csv.WriteField<double>(value);
        else
            FreeText.WriteField(csv, text);
    }

    /// <summary>JSON knows neither an empty field nor a number that is none: both are <c>null</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (whole is { } count)
            json.WriteNumberValue(count);
        else if (number is { } value && double.IsFinite(value))
            json.WriteNumberValue(value);
        else if (string.IsNullOrEmpty(text))
            json.WriteNullValue();
        else
            json.WriteStringValue(text);
    }
}
