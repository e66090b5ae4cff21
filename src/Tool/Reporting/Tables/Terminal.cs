using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>Standard output or standard error for people. Spectre.Console finds out what it can show, and respects NO_COLOR.</summary>
internal sealed class Terminal
{
    /// <summary>A file has no width, and lines that are broken for a terminal cannot be joined again.</summary>
    private const int WidthOfFile = 1000;

    private readonly TextWriter writer;
    private readonly IAnsiConsole console;

    private Terminal(TextWriter writer, bool isRedirected)
    {
        this.writer = writer;
        console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!isRedirected)
            return;
        console.Profile.Width = WidthOfFile;
        console.Profile.Capabilities.Ansi = false;
    }

    /// <summary>In columns.</summary>
    public int Width => console.Profile.Width;

    public static Terminal Out() => new(Console.Out, Console.IsOutputRedirected);

    public static Terminal Error() => new(Console.Error, Console.IsErrorRedirected);

    /// <summary>Writes text as it is and does not wrap its lines.</summary>
    public void WriteText(string text) => Guard(() => writer.Write(text));

    /// <summary>Writes one line, without the control characters of foreign text.</summary>
    public void WriteLine(string text) => Guard(() => console.WriteLine(PlainText.Of(text)));

    public void Write(TextTable table) => Guard(() => console.Write(table.ForTerminal()));

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw new PartimeException($"Cannot write the output: {exception.Message.TrimEnd('.')}. Free some space or redirect it elsewhere.", exception);
        }
    }
}
