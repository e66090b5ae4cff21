using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Partime.Tool.Cli;

/// <summary>What the user is told on standard error.</summary>
internal static class Message
{
    /// <summary>Plugins say what they like; a sentence longer than this is not read.</summary>
    private const int LongestSentence = 1_000;

    /// <summary>Its number on Unix.</summary>
    private const int StandardError = 2;

    public static void Write(string text)
    {
        try
        {
            Console.Error.WriteLine(text);
        }
        catch (Exception exception) when (IsNoBug(exception))
        {
            WriteWithoutConsole(text);
        }
    }

    /// <summary>Writes one line, whatever foreign words are in it.</summary>
    public static void WriteSentence(string sentence)
    {
        var line = PlainText.Of(sentence);
        Write(line.Length <= LongestSentence ? line : line[..LongestSentence] + "…");
    }

    public static void WriteAll(params IEnumerable<string?> sentences)
    {
        foreach (var sentence in sentences)
            if (sentence is not null)
                WriteSentence(sentence);
    }

    /// <summary>A console takes libraries and a file of its own, which is too much where no more files can be opened.</summary>
    private static void WriteWithoutConsole(string text)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            using var handle = new SafeFileHandle(StandardError, ownsHandle: false);
            using var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
        }
        catch (Exception exception) when (IsNoBug(exception))
        {
            // Standard error is full, closed or gone, and nobody can be told. The exit code remains, and so does the data.
        }
    }

    private static bool IsNoBug(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ObjectDisposedException or TypeInitializationException || ResourceExhaustion.Behind(exception) is not null;
}
