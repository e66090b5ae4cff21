namespace Partime.Tool.Files;

/// <summary>Tells what was written to the end from what was not: a writer that is killed leaves half a line at the end.</summary>
/// <param name="End">How many bytes the whole records take.</param>
/// <param name="LastStart">Where the last of them that is no empty line begins.</param>
internal sealed record WholeRecords(long End, long LastStart)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>The line from which on a quote that nothing closes has swallowed whole records; <see langword="null"/> if there is none.</summary>
    public long? UnclosedLine { get; init; }

    /// <summary>Those of a file.</summary>
    /// <exception cref="PartimeException">A quote is not closed, so that nobody can tell what is whole.</exception>
    public static WholeRecords In(string path) => ReadableFile.Read(path, Of).EnsureClosed(ReadableFile.NameOf(path));

    /// <summary>In UTF-8 no other letter has a byte of a quote or a line break.</summary>
    public static WholeRecords Of(Stream stream)
    {
        var (position, start, end, lastStart, isQuoted, isEmpty) = (0L, 0L, 0L, 0L, false, true);
        var swallowed = new SwallowedRecords();
        var buffer = new byte[BufferBytes];
        for (int count; (count = stream.Read(buffer)) > 0;)
            foreach (var letter in buffer.AsSpan(0, count))
            {
                position++;
                if (letter == '"')
                    isQuoted = !isQuoted;
                swallowed.Add(letter, isWithin: isQuoted);
                if (letter == '\n' && !isQuoted)
                {
                    (end, lastStart) = (position, isEmpty ? lastStart : start);
                    (start, isEmpty) = (position, true);
                }
                else if (letter != '\r')
                    isEmpty = false;
            }
        return new WholeRecords(end, lastStart) { UnclosedLine = swallowed.Line };
    }

    public WholeRecords EnsureClosed(string name) => UnclosedLine is not { } line ? this
        : throw new PartimeException($"{name}, line {line} has a quote (\") that is never closed, and so takes all lines behind it for its own. Mend the line or remove it.");
}
