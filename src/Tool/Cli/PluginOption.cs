using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

internal static class PluginOption
{
    public static CommandOption Define(CommandLineApplication command) =>
        command.Option("--plugin <PATH>", $"A plugin folder or DLL besides the bundled ones and {Catalog.PathVariable}; repeatable.", CommandOptionType.MultipleValue);
}
