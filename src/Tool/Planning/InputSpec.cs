namespace Partime.Tool.Planning;

/// <summary>Reads what <c>--inputs</c> says: <c>1,2,3</c> · <c>0..20000</c> · <c>0..100:5</c> · <c>@file</c> · <c>@-</c>.</summary>
internal static class InputSpec
{
    /// <param name="specs">What the user wrote, once for each time the option was given.</param>
    /// <param name="standardInput">Opens standard input, which is left alone unless it is asked for.</param>
    public static List<InputSegment> Parse(IEnumerable<string> specs, Func<TextReader> standardInput)
    {
        var segments = new List<InputSegment>();
        var texts = new List<string>();
        var standardInputIsRead = false;
        foreach (var spec in specs)
            foreach (var piece in spec.Split(',', StringSplitOptions.TrimEntries))
            {
                if (piece.Length == 0)
                    throw new PartimeException($"The inputs '{spec}' have nothing before, after or between their commas: remove a comma or add an input.");
                if (piece == "@")
                    throw new PartimeException("The inputs '@' cannot be read, as '@' names no file: write @FILE, or @- for standard input.");
                if (piece == "@-" && standardInputIsRead)
                    throw new PartimeException("The inputs name '@-' twice: standard input can be read once only.");
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

    /// <summary>The files that they name, to be read.</summary>
    public static IEnumerable<string> FilesIn(IEnumerable<string> specs) =>
        specs.SelectMany(spec => spec.Split(',', StringSplitOptions.TrimEntries)).Where(piece => piece.StartsWith('@') && piece != "@-").Select(piece => piece[1..]);

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
                return Lines(piece, standardInput());
            using var reader = new StreamReader(piece[1..]);
            return Lines(piece, reader);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new PartimeException($"The inputs '{piece}' cannot be read: {exception.Message}", exception);
        }
    }

    private static List<string> Lines(string piece, TextReader reader)
    {
        var lines = InputLines.Of(piece, reader);
        // Whatever should have written them has failed, and a run of nothing would look like a success.
        return lines.Count > 0 ? lines : throw new PartimeException($"The inputs '{piece}' have no lines: put one input on each.");
    }
}
