using McMaster.Extensions.CommandLineUtils;
using McMaster.Extensions.CommandLineUtils.HelpText;

namespace Partime.Tool.Cli;

/// <summary>The library's help, with commands in the order in which one needs them, and usage and options as they are typed.</summary>
internal sealed class PlainHelp : DefaultHelpTextGenerator
{
    public PlainHelp() => SortCommandsByName = false;

    /// <summary><c>-w, --workers &lt;N|auto&gt;</c>, with long names below each other.</summary>
    protected override string Format(CommandOption option)
    {
        var shortName = option.ShortName is { Length: > 0 } name ? $"-{name}, " : "    ";
        return option.OptionType == CommandOptionType.NoValue ? $"{shortName}--{option.LongName}" : $"{shortName}--{option.LongName} <{option.ValueName}>";
    }

    protected override void GenerateUsage(
        CommandLineApplication application,
        TextWriter output,
        IReadOnlyList<CommandArgument> visibleArguments,
        IReadOnlyList<CommandOption> visibleOptions,
        IReadOnlyList<CommandLineApplication> visibleCommands)
    {
        var names = new Stack<string?>();
        for (var command = application; command is not null; command = command.Parent)
            names.Push(command.Name);
        output.WriteLine(string.Join(' ', ["Usage:", .. names, .. visibleCommands.Take(1).Select(_ => "<command>"), .. visibleArguments.Select(argument => $"<{argument.Name}>"), "[options]"]));
    }
}
