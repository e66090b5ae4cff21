using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>The two streams for people. Spectre.Console finds out what each can show, and respects NO_COLOR.</summary>
internal static class Terminal
{
    public static IAnsiConsole Out() => Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error() => Create(Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (isRedirected)
        {
            // A file has no width, and lines broken for a terminal that is not there cannot be put together again.
            console.Profile.Width = 1000;
            console.Profile.Capabilities.Ansi = false;
        }
        return console;
    }
}
