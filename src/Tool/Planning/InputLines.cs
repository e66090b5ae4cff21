using System.Text;

namespace Partime.Tool.Planning;

/// <summary>The lines of a file of inputs, without blanks around them and without those that are empty. Something that was named by mistake, such as a
/// device without end, is given up early.</summary>
internal static class InputLines
{
    /// <summary>In UTF-16 letters, as the next.</summary>
    public const int MaxLineLength = 1 << 20;

    public const long MaxLength = 256L << 20;

    /// <param name="piece">What the user wrote for it, <c>@file</c> or <c>@-</c>.</param>
    /// <param name="reader">Where the lines come from.</param>
    /// <param name="max">How many letters all of it may have.</param>
    public static List<string> Of(string piece, TextReader reader, long max = MaxLength)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var (number, letters, last) = (1L, 0L, 0);
        for (int letter; (letter = reader.Read()) >= 0; last = letter)
        {
            if (++letters > max)
                throw new PartimeException($"The inputs '{piece}' are longer than {max >> 20} MiB: split them among several sessions.");
            if (letter is '\n' or '\r')
            {
                number += letter == '\n' && last == '\r' ? 0 : 1;
                Keep(line, lines);
            }
            else if (line.Length < MaxLineLength)
                line.Append((char)letter);
            else
                throw new PartimeException($"The inputs '{piece}' cannot be read: line {number} is longer than {MaxLineLength >> 20} MiB. Write an input on each line, and name a file where one has to be longer.");
        }
        Keep(line, lines);
        return lines;
    }

    private static void Keep(StringBuilder line, List<string> lines)
    {
        if (line.ToString().Trim() is { Length: > 0 } input)
            lines.Add(input);
        line.Clear();
    }
}
