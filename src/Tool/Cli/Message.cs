using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Partime.Tool.Cli;

/// <summary>Writes to the user on standard error.</summary>
internal static class Message
{
    /// <summary>Plugins may say anything; a longer sentence is cut.</summary>
    private const int MaxSentence = 1_000;

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

    /// <summary>Writes one line, without control characters.</summary>
    public static void WriteSentence(string sentence)
    {
        var line = PlainText.Of(sentence);
        Write(line.Length <= MaxSentence ? line : line[..MaxSentence] + "…");
    }

    public static void WriteAll(params IEnumerable<string?> sentences)
    {
        foreach (var sentence in sentences)
            if (sentence is not null)
                WriteSentence(sentence);
    }

    /// <summary>A console needs libraries and a file descriptor, which fails where no more files can be opened.</summary>
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
            // Standard error is full, closed or gone. The exit code remains, and so does the data.
        }
    }

    private static bool IsNoBug(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ObjectDisposedException or TypeInitializationException || ResourceExhaustion.Behind(exception) is not null;
}
