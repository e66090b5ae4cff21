namespace Partime.Tool.Planning;

/// <summary>Inputs as users write them: <c>1,2,3</c> · <c>0..20000</c> · <c>0..100:5</c> · <c>a\,b</c> · <c>@file</c> · <c>@csv:file</c> · <c>@0:file</c> · <c>@-</c>.</summary>
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
        {
            var pieces = PiecesOf(spec);
            EnsureNoAddressIsCut(spec, pieces);
            foreach (var piece in pieces)
            {
                if (piece.Length == 0)
                    throw new PartimeException($"The inputs '{spec}' have an empty entry. Remove a comma or add an input.");
                var isStandardInput = InputRecords.LinesOf(piece) == "@-";
                if (InputRecords.LinesOf(piece) == "@")
                    throw new PartimeException($"The input '{piece}' names no file. Write @FILE, or @- for standard input.");
                if (isStandardInput && standardInputIsRead)
                    throw new PartimeException("The inputs name '@-' twice. Standard input can be read only once.");
                standardInputIsRead |= isStandardInput;

                if (piece[0] == '@')
                    texts.AddRange(InputRecords.AreNamedBy(piece) ? InputRecords.Of(piece, standardInput) : InputLines.Of(piece, standardInput));
                else if (RangeOf(piece) is { } range)
                {
                    Flush(segments, texts);
                    segments.Add(new InputSegment.Numbers(range));
                }
                else
                    texts.Add(piece);
            }
        }
        Flush(segments, texts);
        return segments;
    }

    /// <summary>The paths of the files that the inputs name.</summary>
    public static IEnumerable<string> FilesIn(IEnumerable<string> specs) =>
        specs.SelectMany(PiecesOf).Select(InputRecords.LinesOf).Where(piece => piece.StartsWith('@') && piece != "@-").Select(piece => piece[1..]);

    /// <summary>The first input that is the path of a file, and probably lacks its @; <see langword="null"/> for none.</summary>
    public static string? FileWithoutSign(IEnumerable<string> specs)
    {
        foreach (var spec in specs)
            foreach (var piece in PiecesOf(spec))
                if (piece.Length > 0 && piece[0] != '@' && File.Exists(piece))
                    return piece;
        return null;
    }

    /// <summary>The comma of an escape becomes part of its piece.</summary>
    private static List<string> PiecesOf(string spec)
    {
        var pieces = new List<string>();
        var piece = "";
        foreach (var part in spec.Split(','))
            if (part.EndsWith('\\'))
                piece += part[..^1] + ',';
            else
            {
                pieces.Add((piece + part).Trim());
                piece = "";
            }
        if (piece.Length > 0)
            // The last backslash escapes nothing.
            pieces.Add((piece[..^1] + '\\').Trim());
        return pieces;
    }

    /// <summary>An address with a comma would be requested up to the comma, and most servers answer that as well.</summary>
    private static void EnsureNoAddressIsCut(string spec, List<string> pieces)
    {
        for (var i = 1; i < pieces.Count; i++)
            if (pieces[i].Length > 0 && pieces[i][0] != '@' && IsAddress(pieces[i - 1]) && !IsAddress(pieces[i]))
                throw new PartimeException($"The comma before '{pieces[i]}' in '{spec}' separates two inputs. Write '\\,' for a comma within an input, or write the inputs into a file, one per line, and name it as @FILE.");
    }

    private static bool IsAddress(string piece) => piece.Contains("://", StringComparison.Ordinal);

    private static IntegerRange? RangeOf(string piece)
    {
        // Behind an escape.
        if (piece.Contains(','))
            return null;
        var range = IntegerRange.Parse(piece, "For a file with this name, write its folder too, as in ./NAME; write other texts into a file, one per line, and name it as @FILE.");
        // As with a file without lines: a run without tasks would look like a success.
        return range?.Count != 0 ? range
            : throw new PartimeException($"The range '{piece}' has no numbers, as its end is excluded. Write an end that is not the start.");
    }

    private static void Flush(List<InputSegment> segments, List<string> texts)
    {
        if (texts.Count > 0)
            segments.Add(new InputSegment.Texts([.. texts]));
        texts.Clear();
    }
}
