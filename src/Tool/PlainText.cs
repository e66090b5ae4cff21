using System.Text.RegularExpressions;

namespace Partime.Tool;

/// <summary>Words of strangers, for a terminal: what would move its cursor, colour it or turn the direction of writing is a blank.</summary>
internal static partial class PlainText
{
    public static string Of(string text) => Unprintable().Replace(text, " ");

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\u2028\u2029]+")]
    private static partial Regex Unprintable();
}
