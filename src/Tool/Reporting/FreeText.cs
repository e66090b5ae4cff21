using System.Globalization;
using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>Text that partime did not choose: inputs, results, messages. Text that a spreadsheet would run as a formula is
/// escaped, but a number stays a number, also a negative one.</summary>
internal sealed class FreeText : ICsvConverter<string?>
{
    /// <summary>-79228162514264337593543950335 is the longest number that a decimal holds to the last digit.</summary>
    private const int LongestDecimal = 29;

    public string? Read(CsvReader reader, int index) => reader.GetString(index);

    public void Write(CsvWriter writer, string? value) => WriteField(writer, value);

    public static void WriteField(CsvWriter writer, string? text)
    {
        if (!TryWriteSignedNumber(writer, text))
            writer.WriteField(text);
    }

    /// <summary>CsvHelper escapes all text that starts with a sign; only values of number types pass as they are.</summary>
    internal static bool TryWriteSignedNumber(CsvWriter writer, string? text)
    {
        if (text is null || text.Length < 2 || text[0] is not ('-' or '+'))
            return false;
        var culture = CultureInfo.InvariantCulture;
        if (text.Contains('e', StringComparison.OrdinalIgnoreCase))
        {
            if (!double.TryParse(text, NumberStyles.Float, culture, out var real) || !double.IsFinite(real))
                return false;
            writer.WriteField(real);
        }
        else if (text.Length <= LongestDecimal && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, culture, out var exact))
            writer.WriteField(exact);
        else if (Int128.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole))
            writer.WriteField(whole);
        else
            return false;
        return true;
    }
}
