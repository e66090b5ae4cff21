using System.Text.RegularExpressions;
using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>Text that partime did not choose: inputs, results, messages. Text that a spreadsheet would run as a formula is
/// escaped, but a number stays a number, also a negative one.</summary>
internal sealed partial class FreeText : ICsvConverter<string?>
{
    public string? Read(CsvReader reader, int index) => reader.GetString(index);

    public void Write(CsvWriter writer, string? value) => WriteField(writer, value);

    public static void WriteField(CsvWriter writer, string? text)
    {
        if (!TryWriteSignedNumber(writer, text))
            writer.WriteField(text);
    }

    /// <summary>CsvHelper escapes all text that starts with a sign and lets numbers pass: as the format of a number, the text
    /// passes with every digit it has, however many they are.</summary>
    internal static bool TryWriteSignedNumber(CsvWriter writer, string? text)
    {
        if (text is null || !SignedNumber().IsMatch(text))
            return false;
        writer.WriteField(0, $"'{text}'");
        return true;
    }

    [GeneratedRegex(@"^[+-]([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex SignedNumber();
}
