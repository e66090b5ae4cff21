using System.Text;
using Microsoft.Win32.SafeHandles;
using Partime.Tool.Files;
using Partime.Tool.Reporting;

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

    /// <summary>Writes one line, without control characters. On a terminal it is wrapped between words.</summary>
    public static void WriteSentence(string sentence) => WriteSentence(sentence, Tone.Plain, indent: 0);

    public static void WriteAll(params IEnumerable<string?> sentences)
    {
        foreach (var sentence in sentences)
            if (sentence is not null)
                WriteSentence(sentence);
    }

    /// <summary>What went wrong.</summary>
    public static void WriteError(string sentence) => WriteSentence(sentence, Tone.Bad, indent: 0);

    /// <summary>Why a command ends early, and which option mends that.</summary>
    public static void WriteRefusal(PartimeException exception) => WriteError($"partime: {exception.Message}{Options.For(exception.Lacks)}");

    /// <summary>Whether <see cref="WriteStack"/> does anything.</summary>
    public static bool ShowsStacks { get; set; }

    /// <summary>Where a plugin failed, for its author: each line as it is, without control characters.</summary>
    public static void WriteStack(string? stack)
    {
        if (ShowsStacks && stack is not null)
            Write(string.Join('\n', Secrets.HideIn(stack).Split('\n').Select(PlainText.Of)));
    }

    /// <summary>How far results can be trusted. A terminal shows the sentences as a group.</summary>
    public static void WriteRemarks(IReadOnlyList<string> remarks, Verbosity verbosity)
    {
        var (indent, shown) = (Console.IsErrorRedirected ? 0 : 2, RunRemarks.Shown(remarks, verbosity));
        if (indent > 0 && remarks.Count > 0)
            WriteSentence("Good to know", Tone.Strong, indent: 0);
        foreach (var remark in shown)
            WriteSentence(remark, Tone.Plain, indent);
        if (shown.Count < remarks.Count)
            WriteSentence($"{remarks.Count - shown.Count} more remarks: --verbose shows them.", Tone.Faint, indent);
    }

    private static void WriteSentence(string sentence, Tone tone, int indent)
    {
        var line = PlainText.Of(sentence);
        line = line.Length <= MaxSentence ? line : line[..MaxSentence] + "…";
        try
        {
            Terminal.Error().WriteLine(line, tone, indent);
        }
        catch (Exception exception) when (IsNoBug(exception))
        {
            WriteWithoutConsole(line);
        }
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
        exception is IOException or PartimeException or UnauthorizedAccessException or ObjectDisposedException or TypeInitializationException || ResourceExhaustion.Behind(exception) is not null;
}
