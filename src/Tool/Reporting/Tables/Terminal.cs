using Partime.Tool.Files;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>How a text stands out where there is colour. It says nothing that the words do not say.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Good,
    Bad,
    Warning,
    Faint,
}

/// <summary>A part of a line.</summary>
internal sealed record Span(string Text, Tone Tone = Tone.Plain);

/// <summary>Standard output or standard error for people. Spectre.Console finds out what it can show, and respects NO_COLOR.</summary>
internal sealed class Terminal
{
    /// <summary>EIO: nothing can be shown, and what was measured is in files.</summary>
    private const int ClosedTerminal = 5;

    /// <summary>Of a log, whose lines are not broken.</summary>
    private const int NoLimit = 10_000;

    /// <summary>For all indents.</summary>
    private const string Blanks = "        ";

    private readonly TextWriter writer;

    /// <summary><see langword="null"/> for a file or a pipe, for which Spectre.Console is not even loaded.</summary>
    private readonly Screen? screen;

    private Terminal(TextWriter writer, Screen? screen) => (this.writer, this.screen) = (writer, screen);

    /// <summary>In columns. A file has no limit, and lines that are broken for a terminal cannot be joined again.</summary>
    private int Width => screen?.Width ?? NoLimit;

    public static Terminal Out() => Of(Console.Out, Console.IsOutputRedirected);

    public static Terminal Error() => Of(Console.Error, Console.IsErrorRedirected);

    /// <summary>A terminal of this width.</summary>
    public static Terminal Of(TextWriter writer, int width, bool isColoured) => new(writer, new Screen(writer, width, isColoured));

    /// <summary>FORCE_COLOR asks for colours where there is no terminal, as in the log of a CI job, unless NO_COLOR forbids them.</summary>
    private static Terminal Of(TextWriter writer, bool isRedirected) => new(writer, !isRedirected ? new Screen(writer)
        : Environment.GetEnvironmentVariable("FORCE_COLOR") is null or "" or "0" or "false" || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? null
        : new Screen(writer, NoLimit, isColoured: true));

    /// <summary>Writes text as it is and does not wrap its lines.</summary>
    public void WriteText(string text) => Guard(() => writer.Write(text));

    /// <summary>Writes one line, without the control characters of foreign text. On a terminal it is wrapped between words.</summary>
    public void WriteLine(string text, Tone tone = Tone.Plain, int indent = 0) => WriteLine([new Span(text, tone)], indent);

    public void WriteLine(IReadOnlyList<Span> line, int indent = 0) => Guard(() =>
    {
        if (screen is null)
            writer.WriteLine(Blanks[..indent] + string.Concat(line.Select(span => PlainText.Of(span.Text))));
        else
            screen.WriteLine(line, indent);
    });

    /// <summary>A heading with lines below it, and an empty one; nothing without lines.</summary>
    public void WriteGroup(string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        WriteLine(heading, Tone.Strong);
        foreach (var line in lines)
            WriteLine(line, indent: 2);
        WriteLine("");
    }

    /// <summary>Without the columns for which the terminal is too narrow; it says which.</summary>
    public void Write(TextTable table)
    {
        if (screen is null)
        {
            WriteText(table.ForFile());
            return;
        }
        var shown = table.FitInto(Width);
        if (!shown.FitsInto(Width))
            foreach (var line in table.ForNarrow())
                WriteLine(line);
        else
            Guard(() => screen.Write(shown, Width));
        if (shown.LeftOut.Count > 0 && shown.FitsInto(Width))
            WriteLine($"Not shown in {Width} columns: {string.Join(", ", shown.LeftOut)}.", Tone.Faint);
    }

    /// <summary>The same with lines that fit into this width.</summary>
    public void WriteGroup(string heading, Func<int, IReadOnlyList<IReadOnlyList<Span>>> linesFor)
    {
        var lines = linesFor(Width);
        if (lines.Count == 0)
            return;
        WriteLine(heading, Tone.Strong);
        foreach (var line in lines)
            WriteLine(line);
        WriteLine("");
    }

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception) when (exception.HResult == ClosedTerminal && !OperatingSystem.IsWindows())
        {
            // Its window was closed, so that nothing reads it.
        }
        // What the system calls a bad descriptor.
        catch (UnauthorizedAccessException exception)
        {
            throw new PartimeException("Cannot write the output: it is closed. Redirect it to a file.", exception);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw new PartimeException($"Cannot write the output: {exception.Message.TrimEnd('.')}. Free some space or redirect it elsewhere.", exception);
        }
    }

    /// <summary>What Spectre.Console shows.</summary>
    private sealed class Screen
    {
        private readonly IAnsiConsole console;

        public Screen(TextWriter writer) => console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });

        public Screen(TextWriter writer, int width, bool isColoured)
        {
            console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = isColoured ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = isColoured ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            });
            console.Profile.Width = width;
        }

        public int Width => console.Profile.Width;

        public void WriteLine(IReadOnlyList<Span> line, int indent)
        {
            var text = new Paragraph();
            foreach (var span in line)
                text.Append(PlainText.Of(span.Text), StyleOf(span.Tone));
            console.Write(new Padder(text, new Padding(indent, 0, 0, 0)));
        }

        public void Write(TextTable table, int width) => console.Write(table.ForTerminal(width, StyleOf));

        private static Style StyleOf(Tone tone) => tone switch
        {
            Tone.Strong => new Style(decoration: Decoration.Bold),
            Tone.Good => new Style(Color.Green),
            Tone.Bad => new Style(Color.Red),
            Tone.Warning => new Style(Color.Olive),
            Tone.Faint => new Style(Color.Grey),
            _ => Style.Plain,
        };
    }
}
