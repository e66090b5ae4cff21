using Partime.Tool.Files;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>Standard output or standard error for people. Spectre.Console finds out what it can show, and respects NO_COLOR.</summary>
internal sealed class Terminal
{
    /// <summary>EIO: nothing can be shown, and what was measured is in files.</summary>
    private const int ClosedTerminal = 5;

    private readonly TextWriter writer;

    /// <summary><see langword="null"/> for a file or a pipe, for which Spectre.Console is not even loaded.</summary>
    private readonly Screen? screen;

    private Terminal(TextWriter writer, bool isRedirected)
    {
        this.writer = writer;
        screen = isRedirected ? null : new Screen(writer);
    }

    /// <summary>In columns. A file has no limit, and lines that are broken for a terminal cannot be joined again.</summary>
    public int Width => screen?.Width ?? int.MaxValue;

    public static Terminal Out() => new(Console.Out, Console.IsOutputRedirected);

    public static Terminal Error() => new(Console.Error, Console.IsErrorRedirected);

    /// <summary>Writes text as it is and does not wrap its lines.</summary>
    public void WriteText(string text) => Guard(() => writer.Write(text));

    /// <summary>Writes one line, without the control characters of foreign text. On a terminal it is wrapped between words.</summary>
    public void WriteLine(string text) => Guard(() =>
    {
        if (screen is null)
            writer.WriteLine(PlainText.Of(text));
        else
            screen.WriteLine(PlainText.Of(text));
    });

    public void WriteLines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            WriteLine(line);
    }

    public void Write(TextTable table) => Guard(() =>
    {
        if (screen is null)
            writer.Write(table.ForFile());
        else if (table.ForNarrow(Width) is { } lines)
            writer.Write(lines);
        else
            screen.Write(table);
    });

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception) when (exception.HResult == ClosedTerminal && !OperatingSystem.IsWindows())
        {
            throw new BrokenPipeException();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw new PartimeException($"Cannot write the output: {exception.Message.TrimEnd('.')}. Free some space or redirect it elsewhere.", exception);
        }
    }

    /// <summary>What Spectre.Console shows.</summary>
    private sealed class Screen(TextWriter writer)
    {
        private readonly IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });

        public int Width => console.Profile.Width;

        public void WriteLine(string text) => console.WriteLine(text);

        public void Write(TextTable table) => console.Write(table.ForTerminal());
    }
}
