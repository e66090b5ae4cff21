using System.Text;
using System.Text.Unicode;

namespace Partime.Tool.Reporting;

/// <summary>The bytes of a file as text, and what a file is that is no CSV.</summary>
internal static class CsvText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8 as it is. UTF-16, which some shells write with <c>&gt;</c>, as UTF-8: its byte order mark leaves no doubt.</summary>
    public static MemoryStream Utf8Of(MemoryStream bytes, string name)
    {
        var span = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        if (!IsUtf16(span))
            return bytes;
        try
        {
            // A writer that was killed may leave half a character.
            var text = new UnicodeEncoding(bigEndian: span[0] == 0xFE, byteOrderMark: false, throwOnInvalidBytes: true).GetString(span[2..(span.Length & ~1)]);
            var utf8 = new MemoryStream();
            utf8.Write(StrictUtf8.GetBytes(text));
            utf8.Position = 0;
            return utf8;
        }
        catch (ArgumentException exception)
        {
            throw new PartimeException($"{name} starts as UTF-16 text and goes on as something else. Save it as UTF-8.", exception);
        }
    }

    /// <summary>What files are that cannot be CSV, by how they start; <see langword="null"/> for any other.</summary>
    public static string? OtherKind(ReadOnlySpan<byte> utf8)
    {
        var start = utf8.TrimStart(Encoding.UTF8.Preamble).TrimStart(" \t\r\n"u8);
        return start.IsEmpty ? "is empty"
            : start[0] is (byte)'{' or (byte)'[' ? "is a JSON document"
            : start[0] == '<' ? "is an HTML or XML document"
            : start[0] == '|' ? "is a Markdown table"
            : start.StartsWith("PK\u0003\u0004"u8) ? "is a workbook or another ZIP archive"
            : start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "is compressed with gzip"
            : start[..Math.Min(start.Length, 4096)].Contains((byte)0) ? "is not text in UTF-8"
            : null;
    }

    /// <summary>Without the byte order mark.</summary>
    public static string Decode(MemoryStream bytes, string name)
    {
        bytes.Position = 0;
        try
        {
            using var reader = new StreamReader(bytes, StrictUtf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            return reader.ReadToEnd().TrimStart('\ufeff');
        }
        catch (DecoderFallbackException exception)
        {
            throw new PartimeException($"{name} is not UTF-8 in line {LineOfFirstInvalid(bytes)}. Correct the line, or save the file as UTF-8.", exception);
        }
    }

    /// <summary>The character that separates the fields of the first line: a spreadsheet may have saved it with another one than partime.</summary>
    public static char SeparatorOf(ReadOnlySpan<char> text)
    {
        var line = text.IndexOfAny('\r', '\n') is >= 0 and var length ? text[..length] : text;
        var (commas, semicolons, tabs) = (line.Count(','), line.Count(';'), line.Count('\t'));
        return commas >= Math.Max(semicolons, tabs) ? ',' : semicolons >= tabs ? ';' : '\t';
    }

    private static bool IsUtf16(ReadOnlySpan<byte> bytes) => bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

    private static int LineOfFirstInvalid(MemoryStream bytes)
    {
        var rest = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        var line = 1;
        for (; rest.IndexOf((byte)'\n') is >= 0 and var length && Utf8.IsValid(rest[..length]); line++)
            rest = rest[(length + 1)..];
        return line;
    }
}
