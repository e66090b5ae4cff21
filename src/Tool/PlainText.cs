using System.Globalization;
using System.Text;

namespace Partime.Tool;

/// <summary>Words of strangers, for a terminal: what would move its cursor, colour it or turn the direction of writing is a blank.</summary>
/// <remarks>Without a regular expression, as the last sentence of a process that can open no more files must not need another library.</remarks>
internal static class PlainText
{
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        var wasUnprintable = false;
        foreach (var letter in text)
        {
            var isUnprintable = IsUnprintable(letter);
            if (!isUnprintable)
                plain.Append(letter);
            else if (!wasUnprintable)
                plain.Append(' ');
            wasUnprintable = isUnprintable;
        }
        return plain.ToString();
    }

    private static bool IsUnprintable(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
