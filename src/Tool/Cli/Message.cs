namespace Partime.Tool.Cli;

/// <summary>What the user is told on standard error.</summary>
internal static class Message
{
    /// <summary>Plugins say what they like; a sentence longer than this is not read.</summary>
    private const int LongestSentence = 1_000;

    public static void Write(string text)
    {
        try
        {
            Console.Error.WriteLine(text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Standard error is full, closed or gone, and nobody can be told. The exit code remains, and so does the data.
        }
    }

    /// <summary>Writes one line, whatever foreign words are in it.</summary>
    public static void WriteSentence(string sentence)
    {
        var line = PlainText.Of(sentence);
        Write(line.Length <= LongestSentence ? line : line[..LongestSentence] + "…");
    }
}
