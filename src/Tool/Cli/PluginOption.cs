using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

internal static class PluginOption
{
    public const string LongName = "plugin";

    public static CommandOption Define(CommandLineApplication command) =>
        command.Option($"--{LongName} <PATH>", $"A plugin folder or DLL besides the bundled ones and {Catalog.PathVariable}; repeatable.", CommandOptionType.MultipleValue);
}
