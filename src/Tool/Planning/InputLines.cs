using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Partime.Tool.Planning;

/// <summary>Inputs from a file or from standard input, one per line. Both are UTF-8 in every locale, so that the same bytes are the same inputs. Or records that end with a zero
/// byte, as <c>find -print0</c> writes them, with any other byte in them.</summary>
/// <param name="piece">What the user wrote for them: <c>@file</c>, <c>@-</c> or <c>@0:file</c>.</param>
/// <param name="stream">Where the lines come from.</param>
/// <param name="max">The largest number of bytes in all lines together.</param>
internal sealed class InputLines(string piece, Stream stream, long max = InputLines.MaxLength)
{
    /// <summary>In bytes, as is <see cref="MaxLength"/>. The limits end the reading of an endless device that was named by mistake.</summary>
    private const int MaxLineLength = 1 << 20;

    private const long MaxLength = 256L << 20;

    private const char ByteOrderMark = '\ufeff';

    private const string SignOfRecords = "@0:";

    private readonly List<string> inputs = [];
    private readonly byte[] line = new byte[MaxLineLength];
    private readonly bool areRecords = piece.StartsWith(SignOfRecords, StringComparison.Ordinal);
    private int length;
    private long number = 1;

    /// <summary>The same file as one of lines.</summary>
    public static string LinesOf(string piece) => piece.StartsWith(SignOfRecords, StringComparison.Ordinal) ? $"@{piece[SignOfRecords.Length..]}" : piece;

    /// <summary>Trimmed lines without the empty ones; or records as they are.</summary>
    public static List<string> Of(string piece, Func<Stream> standardInput)
    {
        try
        {
            // Disposing the stream leaves the descriptor of standard input open.
            using var stream = LinesOf(piece) is var file && file == "@-" ? standardInput() : FileToRead.Open(file[1..]);
            return new InputLines(piece, stream).Read();
        }
        catch (FileNotFoundException exception)
        {
            throw new PartimeException($"The inputs '{piece}' cannot be read: {exception.Message.TrimEnd('.')}. A comma within the name of a file is written '\\,'.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PartimeException($"The inputs '{piece}' cannot be read: {exception.Message}", exception);
        }
    }

    public List<string> Read()
    {
        var buffer = new byte[1 << 16];
        var (total, last) = (0L, (byte)0);
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if ((total += count) > max)
                throw new PartimeException($"The inputs '{piece}' are longer than {max >> 20} MiB. Split them into several sessions.");
            foreach (var letter in buffer.AsSpan(0, count))
            {
                if (areRecords ? letter == 0 : letter is (byte)'\n' or (byte)'\r')
                {
                    if (areRecords || letter is (byte)'\r' || last is not (byte)'\r')
                        EndLine();
                }
                else if (length < MaxLineLength)
                    line[length++] = letter;
                else
                    throw Unreadable($"is longer than {MaxLineLength >> 20} MiB. Put so long an input into a file and write the file's name");
                last = letter;
            }
        }
        if (!areRecords || length > 0)
            EndLine();
        // An empty list is most likely the output of a command that failed, and a run without tasks would look like a success.
        return inputs.Count > 0 ? inputs : throw new PartimeException($"The inputs '{piece}' have no {(areRecords ? "records. End each with a zero byte" : "lines. Write one input per line")}.");
    }

    private void EndLine()
    {
        var bytes = line.AsSpan(0, length);
        length = 0;
        if (areRecords)
            inputs.Add(InputText.Of(bytes));
        else
            AddLine(bytes);
        number++;
    }

    private void AddLine(ReadOnlySpan<byte> bytes)
    {
        if (number == 1 && bytes is ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]))
            throw new PartimeException($"The inputs '{piece}' are UTF-16. Save them as UTF-8.");
        if (!Utf8.IsValid(bytes))
            throw Unreadable("is not UTF-8. Correct the line, or save the inputs as UTF-8");
        if (bytes.Contains((byte)0))
            throw Unreadable("has a zero byte, as UTF-16 has. Save the inputs as UTF-8, one per line");
        // A mark within the file stands where another file was appended.
        if (Encoding.UTF8.GetString(bytes).TrimStart(ByteOrderMark).Trim() is { Length: > 0 } input)
            inputs.Add(input);
    }

    private PartimeException Unreadable(string fact) => new($"The inputs '{piece}' cannot be read: {(areRecords ? "record" : "line")} {number} {fact}.");
}

/// <summary>An input of bytes that need not be UTF-8. Each byte that is none becomes one character that no other text has, half a surrogate pair, and
/// <see cref="WorkItem.ToBytes"/> makes a byte of it again.</summary>
internal static class InputText
{
    private const char FirstByte = '\udc80', LastByte = '\udcff';

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        for (int length; bytes.Length > 0; bytes = bytes[length..])
            if (Rune.DecodeFromUtf8(bytes, out var rune, out length) == OperationStatus.Done)
                text.Append(rune);
            else
            {
                length = 1;
                text.Append((char)(FirstByte - 0x80 + bytes[0]));
            }
        return text.ToString();
    }

    /// <summary>Whether the input may have such bytes: the second halves of some characters look like them.</summary>
    public static bool HasBytes(string text)
    {
        // Not a search of a span, which would be compiled at run time.
        foreach (var letter in text)
            if (letter is >= FirstByte and <= LastByte)
                return true;
        return false;
    }

    /// <summary>As files and messages show it, with <c>\xE9</c> for such a byte.</summary>
    public static string Shown(this WorkItem item)
    {
        var text = item.Text;
        if (!HasBytes(text))
            return text;
        var shown = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
            if (text[at] is >= FirstByte and <= LastByte && !(at > 0 && char.IsHighSurrogate(text[at - 1])))
                shown.Append(CultureInfo.InvariantCulture, $"\\x{text[at] - FirstByte + 0x80:X2}");
            else
                shown.Append(text[at]);
        return shown.ToString();
    }
}
