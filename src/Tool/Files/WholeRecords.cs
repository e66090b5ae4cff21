namespace Partime.Tool.Files;

/// <summary>The complete records of a CSV file. A writer that is killed leaves half a line at the end.</summary>
/// <param name="End">Their length in bytes.</param>
/// <param name="LastStart">Where the last record that is not an empty line starts.</param>
internal sealed record WholeRecords(long End, long LastStart)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>How many they are, with the header and without empty lines.</summary>
    public long Count { get; init; }

    /// <summary>The line whose unclosed quote swallows the records after it; <see langword="null"/> if there is none.</summary>
    public long? UnclosedLine { get; init; }

    /// <exception cref="PartimeException">A quote is never closed, so that it is unknown which records are complete.</exception>
    public static WholeRecords In(string path)
    {
        if (InputFile.Read(path, IsUtf16))
            throw new PartimeException($"{path} is UTF-16 text, and partime would continue it in UTF-8. Save it as UTF-8 first.");
        return InputFile.Read(path, Of).EnsureClosed(InputFile.NameOf(path));
    }

    /// <summary>In UTF-8 no other character has a byte of a quote or a line break.</summary>
    public static WholeRecords Of(Stream stream)
    {
        var (position, start, end, lastStart, records, isQuoted, isEmpty) = (0L, 0L, 0L, 0L, 0L, false, true);
        var unclosed = new UnclosedQuote();
        var buffer = new byte[BufferBytes];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if (position == 0)
                unclosed.SetStart(buffer.AsSpan(0, count));
            foreach (var character in buffer.AsSpan(0, count))
            {
                position++;
                if (character == '"')
                    isQuoted = !isQuoted;
                unclosed.Add(character, isWithin: isQuoted);
                if (character == '\n' && !isQuoted)
                {
                    (end, lastStart, records) = (position, isEmpty ? lastStart : start, isEmpty ? records : records + 1);
                    (start, isEmpty) = (position, true);
                }
                else if (character != '\r')
                    isEmpty = false;
            }
        }
        return new WholeRecords(end, lastStart) { Count = records, UnclosedLine = unclosed.Line };
    }

    /// <summary>By the byte order mark that programs write which write UTF-16.</summary>
    private static bool IsUtf16(Stream stream) => (stream.ReadByte(), stream.ReadByte()) is (0xFF, 0xFE) or (0xFE, 0xFF);

    public WholeRecords EnsureClosed(string name) => UnclosedLine is not { } line ? this
        : throw new PartimeException($"{name}, line {line} has a quote (\") that is never closed, so all lines after it belong to one field. Correct the line or remove it.");

    /// <summary>Tells an incomplete last record from one that swallows complete records after a stray quote. The text of an error may have line
    /// breaks, but hardly a line with the quotes and the number of fields of a record of this file.</summary>
    private sealed class UnclosedQuote
    {
        /// <summary>A spreadsheet may have saved the file with another one than partime's.</summary>
        private static ReadOnlySpan<byte> Separators => ",;\t"u8;

        // Of the current line, read as if it started a record.
        private readonly int[] counts = new int[Separators.Length];
        private bool isQuoted;

        private int separator = -1;
        private int countInHeader;
        private long headerLine = 1;
        private long number = 1;
        private long start = 1;
        private bool isFound;

        /// <summary>Where the last record starts if it is unclosed and swallows others, counting lines from 1.</summary>
        public long? Line => isFound ? start : null;

        /// <summary>Above the header, Excel reads a line that names the separator.</summary>
        public void SetStart(ReadOnlySpan<byte> file) => headerLine = file.TrimStart("\ufeff"u8).StartsWith("sep="u8) ? 2 : 1;

        /// <param name="character">The next byte of the file.</param>
        /// <param name="isWithin">Whether it is within quotes, counted from the start of the file.</param>
        public void Add(byte character, bool isWithin)
        {
            if (character == '"')
                isQuoted = !isQuoted;
            else if (character == '\n')
                EndLine(isWithin);
            else if (character is (byte)',' or (byte)';' or (byte)'\t' && !isQuoted)
                counts[Separators.IndexOf(character)]++;
        }

        private void EndLine(bool isWithin)
        {
            // The line in which the record starts belongs to it.
            isFound = isWithin && (isFound || (number > start && !isQuoted && separator >= 0 && counts[separator] == countInHeader));
            if (!isWithin)
            {
                start = number + 1;
                if (separator < 0 && number >= headerLine)
                    ReadHeader();
            }
            number++;
            Array.Clear(counts);
            isQuoted = false;
        }

        private void ReadHeader()
        {
            separator = 0;
            for (var i = 1; i < counts.Length; i++)
                if (counts[i] > counts[separator])
                    separator = i;
            countInHeader = counts[separator];
        }
    }
}
