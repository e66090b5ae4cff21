using Spectre.Console;
using Spectre.Console.Rendering;

namespace Partime.Tool.Reporting;

/// <summary>A stream for people. Spectre.Console finds out what it can show, and respects NO_COLOR.</summary>
internal sealed class Terminal
{
    /// <summary>A file has no width, and lines broken for a terminal that is not there cannot be put together again.</summary>
    private const int WidthOfFile = 1000;

    private Terminal(TextWriter writer, bool isRedirected)
    {
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!isRedirected)
            return;
        Console.Profile.Width = WidthOfFile;
        Console.Profile.Capabilities.Ansi = false;
    }

    public IAnsiConsole Console { get; }

    public static Terminal Out() => new(System.Console.Out, System.Console.IsOutputRedirected);

    public static Terminal Error() => new(System.Console.Error, System.Console.IsErrorRedirected);

    public void WriteLine(string text) => Console.WriteLine(text);

    public void Write(IRenderable table) => Console.Write(table);
}
