using System.Text.RegularExpressions;
using McMaster.Extensions.CommandLineUtils;
using McMaster.Extensions.CommandLineUtils.HelpText;

namespace Partime.Tool.Cli;

/// <summary>The library's help, with commands in the order in which one needs them, usage and options as they are typed, and
/// descriptions in a column of their own.</summary>
/// <param name="width">How many characters a line may have.</param>
internal sealed partial class PlainHelp(int width) : DefaultHelpTextGenerator
{
    /// <summary>In a narrower column, nothing could be read.</summary>
    private const int NarrowestColumn = 30;

    /// <summary>Who reads it in a file or through a pager has mostly room for this.</summary>
    private const int WidthOfFile = 120;

    /// <summary>As wide as the terminal, if it knows that.</summary>
    public static PlainHelp ForConsole() => new(!Console.IsOutputRedirected && Console.WindowWidth is > 0 and var width ? width : WidthOfFile);

    /// <summary>The command with those that it belongs to.</summary>
    public static string FullName(CommandLineApplication command) => command.Parent is { } parent ? $"{FullName(parent)} {command.Name}" : command.Name!;

    /// <summary>The version has an option of its own.</summary>
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
        output.WriteLine($"Usage: {string.Join(' ', words)} [options]");
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

    /// <summary><c>-w, --workers &lt;N|auto&gt;</c>, with long names below each other.</summary>
    protected override string Format(CommandOption option)
    {
        var shortName = string.IsNullOrEmpty(option.ShortName) ? "    " : $"-{option.ShortName}, ";
        return $"{shortName}--{option.LongName}{(option.OptionType == CommandOptionType.NoValue ? "" : $" <{option.ValueName}>")}";
    }

    /// <summary>What stands below the options. Commands to be copied stay in one line.</summary>
    protected override void GenerateFooter(CommandLineApplication application, TextWriter output)
    {
        foreach (var line in (application.ExtendedHelpText ?? "").TrimEnd('\n').Split('\n'))
        {
            var lead = IsToBeCopied(line) ? line : LeadOf().Match(line).Value;
            Write(output, lead, line[lead.Length..]);
        }
    }

    public static bool IsToBeCopied(string line) =>
        line.StartsWith("  dotnet partime ", StringComparison.Ordinal) || line.Contains("dotnet-partime completion ", StringComparison.Ordinal);

    /// <summary>Indentation, and behind it a first column, if there is one.</summary>
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

    /// <summary>Writes text behind what stands in front of it, and its other lines below its first.</summary>
    private void Write(TextWriter output, string lead, string text)
    {
        foreach (var line in Lines(text, Math.Max(NarrowestColumn, width - lead.Length)))
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
