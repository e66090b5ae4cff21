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

    /// <summary>How many bytes of a file its whole records take, or the first of them, the header being one. In UTF-8 no other letter has a byte
    /// of a quote or a line break.</summary>
    public static long BytesOf(string path, long records = long.MaxValue)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var (position, end, isQuoted) = (0L, 0L, false);
        for (int letter; records > 0 && (letter = stream.ReadByte()) >= 0;)
        {
            position++;
            if (letter == '"')
                isQuoted = !isQuoted;
            else if (letter == '\n' && !isQuoted)
            {
                end = position;
                records--;
            }
        }
        return end;
    }
}
