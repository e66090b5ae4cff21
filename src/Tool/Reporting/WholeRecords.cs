namespace Partime.Tool.Reporting;

/// <summary>Tells what was written to the end from what was not. A writer that is killed leaves half a line at the end.</summary>
internal static class WholeRecords
{
    /// <summary>The text up to and with the last line break that ends a record.</summary>
    public static string Of(string text)
    {
        var end = 0;
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (text[i] == '\n' && !isQuoted)
                end = i + 1;
        return text[..end];
    }
}
