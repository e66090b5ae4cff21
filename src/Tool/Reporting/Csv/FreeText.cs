using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>Text that partime did not choose: inputs, results, messages. Text that a spreadsheet would run as a formula is
/// escaped, but a number stays a number, also a negative one.</summary>
internal static partial class FreeText
{
    public static void WriteField(CsvWriter writer, string? text)
    {
        if (!TryWriteSignedNumber(writer, text))
            writer.WriteField(text);
    }

    /// <summary>Text that is UTF-8 already, and mostly needs no decoding.</summary>
    public static void WriteUtf8Field(CsvWriter writer, ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            // A single wrong byte would make the whole file unreadable.
            WriteField(writer, Encoding.UTF8.GetString(utf8));
            return;
        }
        var hasSign = !utf8.IsEmpty && utf8[0] is (byte)'-' or (byte)'+';
        if (!hasSign || !TryWriteSignedNumber(writer, Encoding.UTF8.GetString(utf8)))
            writer.WriteField(utf8);
    }

    /// <summary>CsvHelper escapes all text that starts with a sign and lets numbers pass: as the format of a number, the text
    /// passes with every digit it has, however many they are.</summary>
    private static bool TryWriteSignedNumber(CsvWriter writer, string? text)
    {
        if (text is null || !SignedNumber().IsMatch(text))
            return false;
        writer.WriteField(0, $"'{text}'");
        return true;
    }

    [GeneratedRegex(@"^[+-]([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex SignedNumber();
}
