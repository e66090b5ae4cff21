using System.Text;

namespace Partime.Tool.Planning;

/// <summary>Inputs as users write them: <c>1,2,3</c> · <c>0..20000</c> · <c>0..100:5</c> · <c>@file</c> · <c>@-</c>.</summary>
internal static class InputSpec
{
    /// <summary>In UTF-16 characters, as is <see cref="MaxLength"/>. The limits end the reading of an endless device that was named by mistake.</summary>
    private const int MaxLineLength = 1 << 20;

    private const long MaxLength = 256L << 20;

    /// <param name="specs">Comma-separated lists of inputs.</param>
    /// <param name="standardInput">Opens standard input; called only if the inputs name it.</param>
    public static List<InputSegment> Parse(IEnumerable<string> specs, Func<TextReader> standardInput)
    {
        var segments = new List<InputSegment>();
        var texts = new List<string>();
        var standardInputIsRead = false;
        foreach (var spec in specs)
            foreach (var piece in PiecesOf(spec))
            {
                if (piece.Length == 0)
                    throw new PartimeException($"The inputs '{spec}' have an empty entry. Remove a comma or add an input.");
                if (piece == "@")
                    throw new PartimeException("The input '@' names no file. Write @FILE, or @- for standard input.");
                if (piece == "@-" && standardInputIsRead)
                    throw new PartimeException("The inputs name '@-' twice. Standard input can be read only once.");
                standardInputIsRead |= piece == "@-";

                if (piece[0] == '@')
                    texts.AddRange(LinesOf(piece, standardInput));
                else if (IntegerRange.Parse(piece) is { } range)
                {
                    Flush(segments, texts);
                    segments.Add(new InputSegment.Numbers(range));
                }
                else
                    texts.Add(piece);
            }
        Flush(segments, texts);
        return segments;
    }

    /// <summary>The paths of the files that the inputs name.</summary>
    public static IEnumerable<string> FilesIn(IEnumerable<string> specs) =>
        specs.SelectMany(PiecesOf).Where(piece => piece.StartsWith('@') && piece != "@-").Select(piece => piece[1..]);

    /// <summary>Trimmed lines without the empty ones.</summary>
    /// <param name="piece">What the user wrote for them, <c>@file</c> or <c>@-</c>.</param>
    /// <param name="reader">Where the lines come from.</param>
    /// <param name="max">The largest number of characters in all lines together.</param>
    public static List<string> Read(string piece, TextReader reader, long max = MaxLength)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var (number, letters, last) = (1L, 0L, 0);
        for (int letter; (letter = reader.Read()) >= 0; last = letter)
        {
            if (++letters > max)
                throw new PartimeException($"The inputs '{piece}' are longer than {max >> 20} MiB. Split them into several sessions.");
            if (letter is '\n' or '\r')
            {
                number += letter == '\n' && last == '\r' ? 0 : 1;
                Keep();
            }
            else if (line.Length < MaxLineLength)
                line.Append((char)letter);
            else
                throw new PartimeException($"The inputs '{piece}' cannot be read: line {number} is longer than {MaxLineLength >> 20} MiB. Write one input per line; put a longer one into a file and write the file's name.");
        }
        Keep();
        // An empty list is most likely the output of a command that failed, and a run without tasks would look like a success.
        return lines.Count > 0 ? lines : throw new PartimeException($"The inputs '{piece}' have no lines. Write one input per line.");

        void Keep()
        {
            if (line.ToString().Trim() is { Length: > 0 } input)
                lines.Add(input);
            line.Clear();
        }
    }

    private static string[] PiecesOf(string spec) => spec.Split(',', StringSplitOptions.TrimEntries);

    private static void Flush(List<InputSegment> segments, List<string> texts)
    {
        if (texts.Count > 0)
            segments.Add(new InputSegment.Texts([.. texts]));
        texts.Clear();
    }

    private static List<string> LinesOf(string piece, Func<TextReader> standardInput)
    {
        try
        {
            if (piece == "@-")
                return Read(piece, standardInput());
            using var reader = new StreamReader(piece[1..]);
            return Read(piece, reader);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new PartimeException($"The inputs '{piece}' cannot be read: {exception.Message}", exception);
        }
    }
}
