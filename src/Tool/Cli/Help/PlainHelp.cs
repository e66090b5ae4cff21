using System.Text.RegularExpressions;
using McMaster.Extensions.CommandLineUtils;
using McMaster.Extensions.CommandLineUtils.HelpText;

namespace Partime.Tool.Cli;

/// <summary>The library's help, with commands in the order of their definition, usage and options as users type them, and descriptions
/// in a column.</summary>
/// <param name="width">The maximum length of a line; <see langword="null"/> for that of the console.</param>
internal sealed partial class PlainHelp(int? width = null) : DefaultHelpTextGenerator
{
    /// <summary>A narrower column is hard to read.</summary>
    private const int MinColumnWidth = 30;

    /// <summary>For files and pagers.</summary>
    private const int DefaultWidth = 120;

    /// <summary>By default as wide as the terminal, if its width is known. Asked for only by a help that is shown, as most commands show none.</summary>
    private int Width => field > 0 ? field : field = width ?? (!Console.IsOutputRedirected && Console.WindowWidth is > 0 and var known ? known : DefaultWidth);

    /// <summary>The names of the command and of its parents.</summary>
    public static string FullName(CommandLineApplication command) => command.Parent is { } parent ? $"{FullName(parent)} {command.Name}" : command.Name!;

    /// <summary>Without the version, which has its own option.</summary>
    protected override void GenerateHeader(CommandLineApplication application, TextWriter output)
    {
        Write(output, "", application.Description ?? "");
        output.WriteLine();
    }

    protected override void GenerateUsage(
        CommandLineApplication application,
        TextWriter output,
        IReadOnlyList<CommandArgument> visibleArguments,
        IReadOnlyList<CommandOption> visibleOptions,
        IReadOnlyList<CommandLineApplication> visibleCommands)
    {
        var words = new List<string> { FullName(application) };
        if (visibleCommands.Count > 0)
            words.Add("<command>");
        words.AddRange(visibleArguments.Select(argument => $"<{argument.Name}>{(argument.MultipleValues ? "..." : "")}"));
        output.WriteLine($"Usage: {string.Join(' ', words)} [options]{(application.AllowArgumentSeparator ? " [-- <WORD>...]" : "")}");
    }

    protected override void GenerateArguments(CommandLineApplication application, TextWriter output, IReadOnlyList<CommandArgument> visibleArguments, int firstColumnWidth) =>
        Write(output, "Arguments", visibleArguments.Select(argument => (argument.Name!, argument.Description ?? "")), firstColumnWidth);

    protected override void GenerateOptions(CommandLineApplication application, TextWriter output, IReadOnlyList<CommandOption> visibleOptions, int firstColumnWidth) =>
        Write(output, "Options", visibleOptions.Select(option => (Format(option), option.Description ?? "")), firstColumnWidth);

    protected override void GenerateCommands(CommandLineApplication application, TextWriter output, IReadOnlyList<CommandLineApplication> visibleCommands, int firstColumnWidth)
    {
        Write(output, "Commands", visibleCommands.Select(command => (command.Name!, command.Description ?? "")), firstColumnWidth);
        if (visibleCommands.Count > 0)
            output.WriteLine($"\n'{FullName(application)} <command> --help' shows more about a command.");
    }

    /// <summary><c>-w, --workers &lt;N|auto&gt;</c>, with the long names aligned.</summary>
    protected override string Format(CommandOption option)
    {
        var shortName = string.IsNullOrEmpty(option.ShortName) ? "    " : $"-{option.ShortName}, ";
        return $"{shortName}--{option.LongName}{(option.OptionType == CommandOptionType.NoValue ? "" : $" <{option.ValueName}>")}";
    }

    /// <summary>The text of a file beside this one, such as plugin-install.txt, and the exit codes. Commands are not wrapped, so that they can be copied.</summary>
    protected override void GenerateFooter(CommandLineApplication application, TextWriter output)
    {
        var name = FullName(application);
        using var file = typeof(PlainHelp).Assembly.GetManifestResourceStream($"help/{name[(name.IndexOf(' ') + 1)..].Replace("partime ", "").Replace(' ', '-')}.txt");
        var text = (file is null ? "" : $"\n{new StreamReader(file).ReadToEnd()}") + ExitCodeTexts.For(name);
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            var lead = IsCommand(line) ? line : LeadOf().Match(line).Value;
            Write(output, lead, line[lead.Length..]);
        }
    }

    public static bool IsCommand(string line) =>
        line.StartsWith("  dotnet partime ", StringComparison.Ordinal) || line.Contains("dotnet-partime completion ", StringComparison.Ordinal);

    /// <summary>The indentation, and the first column if there is one.</summary>
    [GeneratedRegex(@"^ *(\S+( \S+)* {2,})*")]
    private static partial Regex LeadOf();

    private void Write(TextWriter output, string heading, IEnumerable<(string Name, string Description)> rows, int nameWidth)
    {
        const string Indent = "  ";
        var isFirst = true;
        foreach (var (name, description) in rows)
        {
            if (isFirst)
                output.WriteLine($"\n{heading}:");
            isFirst = false;
            Write(output, Indent + name.PadRight(nameWidth), description);
        }
    }

    /// <summary>Writes text after its lead, wrapped and indented by the length of the lead.</summary>
    private void Write(TextWriter output, string lead, string text)
    {
        foreach (var line in Lines(text, Math.Max(MinColumnWidth, Width - lead.Length)))
        {
            output.WriteLine((lead + line).TrimEnd());
            lead = new string(' ', lead.Length);
        }
    }

    private static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line += line.Length > 0 ? $" {word}" : word;
        }
        yield return line;
    }
}

/// <summary>A console that claims to be redirected, because the library opens a pager for its help otherwise.</summary>
internal sealed class PlainConsole(TextWriter output) : IConsole
{
    public event ConsoleCancelEventHandler? CancelKeyPress
    {
        add { }
        remove { }
    }

    public TextWriter Out => output;

    // The library only keeps it. To open standard error for that would take every command a millisecond.
    public TextWriter Error => output;

    public TextReader In => Console.In;

    public bool IsInputRedirected => true;

    public bool IsOutputRedirected => true;

    public bool IsErrorRedirected => true;

    public ConsoleColor ForegroundColor { get; set; }

    public ConsoleColor BackgroundColor { get; set; }

    public void ResetColor()
    {
        // No colours are used, so there is nothing to reset.
    }
}
