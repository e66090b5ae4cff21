using McMaster.Extensions.CommandLineUtils.HelpText;

namespace Partime.Tool.Cli;

/// <summary>The library's help, with commands in the order in which one needs them.</summary>
internal sealed class PlainHelp : DefaultHelpTextGenerator
{
    public PlainHelp() => SortCommandsByName = false;
}
