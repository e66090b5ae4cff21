using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Partime.Tool.Reporting;

/// <summary>Texts as a cell can hold them, and the numbers and times that texts are.</summary>
internal static partial class CellText
{
    /// <summary>Of Excel, in UTF-16 units. LibreOffice reads more.</summary>
    public const int MaxLength = 32_767;

    /// <summary>Spreadsheets keep no more of a whole number.</summary>
    public const int MaxDigits = 15;

    /// <summary>The first one with more digits.</summary>
    public const long MaxWhole = 1_000_000_000_000_000;

    private const char Replacement = '\ufffd';

    /// <summary>The first of the signs that stand for U+0000 and those after it.</summary>
    private const char ControlPictures = '\u2400';

    /// <summary>The text, changed only where a cell cannot hold it: cut if it is too long, a line break is LF, and what XML forbids is a sign for it. An underscore
    /// that would be read as the start of <c>_x0041_</c>, as spreadsheets write an A, is written so itself.</summary>
    public static string Of(string text)
    {
        if (text.Length > MaxLength)
            text = Cut(text);
        if (!IsPlain(text))
            text = Allowed(text);
        return text.Contains("_x", StringComparison.OrdinalIgnoreCase) ? EscapedLetter().Replace(text, "_x005F_") : text;
    }

    /// <summary>The number that a text is; <see langword="null"/> for other texts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isFree">Whether any text may stand there. It is a number then only if the number looks the same: <c>1.10</c>, <c>007</c> and <c>1e5</c> stay what they are.</param>
    public static double? NumberIn(string text, bool isFree)
    {
        if (text.Length > 40 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '.') || DigitsIn(text) > MaxDigits)
            return null;
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) && (!isFree || (number.ToString(CultureInfo.InvariantCulture) == text && !(number == 0 && double.IsNegative(number))))
                ? number : null;
    }

    public static DateTime? TimeIn(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.UtcDateTime.Year >= 1901 ? time.UtcDateTime : null;

    /// <summary>Of a whole number, or of what is in front of the point.</summary>
    private static int DigitsIn(string text)
    {
        var end = text.AsSpan().IndexOfAny(".eE");
        return (end < 0 ? text.Length : end) - (text[0] == '-' ? 1 : 0);
    }

    private static string Cut(string text)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"… (cut: {text.Length:N0} characters, and a cell holds {MaxLength:N0})");
        var end = MaxLength - note.Length;
        // A pair of surrogates stays together.
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), note);
    }

    private static bool IsPlain(string text)
    {
        foreach (var letter in text)
            if (letter is < ' ' and not ('\n' or '\t') or >= '\ud800')
                return false;
        return true;
    }

    private static string Allowed(string text)
    {
        var allowed = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                allowed.Append(text[i]).Append(text[++i]);
            else if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                continue;
            else
                allowed.Append(text[i] switch
                {
                    '\r' => '\n',
                    '\n' or '\t' => text[i],
                    < ' ' => (char)(ControlPictures + text[i]),
                    '\ufffe' or '\uffff' => Replacement,
                    var letter => char.IsSurrogate(letter) ? Replacement : letter,
                });
        return allowed.ToString();
    }

    [GeneratedRegex("_(?=x[0-9a-f]{4}_)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EscapedLetter();
}
