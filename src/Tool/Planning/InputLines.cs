using System.Text;
using System.Text.Unicode;

namespace Partime.Tool.Planning;

/// <summary>Inputs from a file or from standard input, one per line. Both are UTF-8 in every locale, so that the same bytes are the same inputs.</summary>
/// <param name="piece">What the user wrote for them, <c>@file</c> or <c>@-</c>.</param>
/// <param name="stream">Where the lines come from.</param>
/// <param name="max">The largest number of bytes in all lines together.</param>
internal sealed class InputLines(string piece, Stream stream, long max = InputLines.MaxLength)
{
    /// <summary>In bytes, as is <see cref="MaxLength"/>. The limits end the reading of an endless device that was named by mistake.</summary>
    private const int MaxLineLength = 1 << 20;

    private const long MaxLength = 256L << 20;

    private const char ByteOrderMark = '\ufeff';

    private readonly List<string> inputs = [];
    private readonly byte[] line = new byte[MaxLineLength];
    private int length;
    private long number = 1;

    /// <summary>Trimmed lines without the empty ones.</summary>
    public static List<string> Of(string piece, Func<Stream> standardInput)
    {
        try
        {
            // Disposing the stream leaves the descriptor of standard input open.
            using var stream = piece == "@-" ? standardInput() : new FileStream(piece[1..], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
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
                if (letter is (byte)'\n' or (byte)'\r')
                {
                    if (letter is (byte)'\r' || last is not (byte)'\r')
                        EndLine();
                }
                else if (length < MaxLineLength)
                    line[length++] = letter;
                else
                    throw Unreadable($"is longer than {MaxLineLength >> 20} MiB. Write one input per line; put a longer one into a file and write the file's name");
                last = letter;
            }
        }
        EndLine();
        // An empty list is most likely the output of a command that failed, and a run without tasks would look like a success.
        return inputs.Count > 0 ? inputs : throw new PartimeException($"The inputs '{piece}' have no lines. Write one input per line.");
    }

    private void EndLine()
    {
        var bytes = line.AsSpan(0, length);
        if (number == 1 && bytes is ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]))
            throw new PartimeException($"The inputs '{piece}' are UTF-16. Save them as UTF-8.");
        if (!Utf8.IsValid(bytes))
            throw Unreadable("is not UTF-8. Correct the line, or save the inputs as UTF-8");
        if (bytes.Contains((byte)0))
            throw Unreadable("has a zero byte, as UTF-16 has. Save the inputs as UTF-8, one per line");
        // A mark within the file stands where another file was appended.
        if (Encoding.UTF8.GetString(bytes).TrimStart(ByteOrderMark).Trim() is { Length: > 0 } input)
            inputs.Add(input);
        length = 0;
        number++;
    }

    private PartimeException Unreadable(string fact) => new($"The inputs '{piece}' cannot be read: line {number} {fact}.");
}
