namespace Partime.Tool.Planning;

/// <summary>Inputs as users write them: <c>1,2,3</c> · <c>0..20000</c> · <c>0..100:5</c> · <c>@file</c> · <c>@-</c>.</summary>
internal static class InputSpec
{
    /// <param name="specs">Comma-separated lists of inputs.</param>
    /// <param name="standardInput">Opens standard input; called only if the inputs name it.</param>
    public static List<InputSegment> Parse(IEnumerable<string> specs, Func<Stream> standardInput)
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
                    texts.AddRange(InputLines.Of(piece, standardInput));
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

    private static string[] PiecesOf(string spec) => spec.Split(',', StringSplitOptions.TrimEntries);

    private static void Flush(List<InputSegment> segments, List<string> texts)
    {
        if (texts.Count > 0)
            segments.Add(new InputSegment.Texts([.. texts]));
        texts.Clear();
    }
}
