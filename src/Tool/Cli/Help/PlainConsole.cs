using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

/// <summary>The console, but claiming to be redirected: the library would otherwise open a pager for its help.</summary>
internal sealed class PlainConsole(TextWriter output) : IConsole
{
    public event ConsoleCancelEventHandler? CancelKeyPress
    {
        add { }
        remove { }
    }

    public TextWriter Out => output;

    public TextWriter Error => Console.Error;

    public TextReader In => Console.In;

    public bool IsInputRedirected => true;

    public bool IsOutputRedirected => true;

    public bool IsErrorRedirected => true;

    public ConsoleColor ForegroundColor { get; set; }

    public ConsoleColor BackgroundColor { get; set; }

    public void ResetColor()
    {
        // No colours are used, so there is nothing to set back.
    }
}
