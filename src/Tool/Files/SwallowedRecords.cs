namespace Partime.Tool.Files;

/// <summary>Finds out whether the last record, which is not closed, is one that a writer could not finish, or has swallowed whole ones behind a stray
/// quote. The text of an error may have line breaks, but hardly a line with the quotes and as many fields as a record of this file.</summary>
internal sealed class SwallowedRecords
{
    // Of this line, read as if it began a record.
    private int commas;
    private bool isQuoted;

    /// <summary>Those of the header.</summary>
    private int? recordCommas;

    private long number = 1;
    private long start = 1;
    private bool isFound;

    /// <summary>Where the last record begins, if it is not closed and has swallowed others; the first line is 1.</summary>
    public long? Line => isFound ? start : null;

    /// <param name="letter">The next byte of the file.</param>
    /// <param name="isWithin">Whether it is within quotes, counted from the beginning of the file.</param>
    public void Add(byte letter, bool isWithin)
    {
        if (letter == '"')
            isQuoted = !isQuoted;
        else if (letter == ',' && !isQuoted)
            commas++;
        else if (letter == '\n')
            End(isWithin);
    }

    private void End(bool isWithin)
    {
        // The line in which the record began is its own.
        isFound = isWithin && (isFound || (number > start && !isQuoted && commas == recordCommas));
        number++;
        if (!isWithin)
        {
            start = number;
            recordCommas ??= commas;
        }
        (commas, isQuoted) = (0, false);
    }
}
