using System.Text;

namespace Partime.Tool.Reporting;

/// <summary>Tells what was written to the end from what was not. A writer that is killed leaves half a line at the end.</summary>
internal static class WholeRecords
{
    /// <summary>The text up to and with the last line break that ends a record.</summary>
    public static string Of(string text) => text[..EndOf(text, int.MaxValue)];

    /// <summary>How many bytes of a file its first records take, the header being one, with the mark in front of them.</summary>
    public static long BytesOf(string path, int records)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        stream.Position = 0;
        var mark = Encoding.UTF8.Preamble;
        Span<byte> start = stackalloc byte[mark.Length];
        var hasMark = stream.ReadAtLeast(start, mark.Length, throwOnEndOfStream: false) == mark.Length && start.SequenceEqual(mark);
        return (hasMark ? mark.Length : 0) + Encoding.UTF8.GetByteCount(text.AsSpan(0, EndOf(text, records)));
    }

    /// <summary>Whether the lines of a file end as Excel wants it.</summary>
    public static bool AreForExcel(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        int letter, before = 0;
        while ((letter = reader.Read()) is not ('\n' or -1))
            before = letter;
        return before == '\r';
    }

    /// <summary>Where the last of so many whole records ends.</summary>
    private static int EndOf(string text, int records)
    {
        var end = 0;
        var isQuoted = false;
        for (var i = 0; i < text.Length && records > 0; i++)
            if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (text[i] == '\n' && !isQuoted)
            {
                end = i + 1;
                records--;
            }
        return end;
    }
}
