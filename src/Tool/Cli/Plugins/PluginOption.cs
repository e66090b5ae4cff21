using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

/// <summary>Options that several commands have.</summary>
internal static class PluginOption
{
    public const string LongName = "plugin";

    public static CommandOption Define(CommandLineApplication command) =>
        command.Option($"--{LongName} <PATH>", $"A plugin folder or DLL besides the bundled ones, the installed ones and {Catalog.PathVariable}; repeatable.", CommandOptionType.MultipleValue);

    public static CommandOption DefineSources(CommandLineApplication command) =>
        command.Option("--source <FEED>", "A feed's address or name, or a folder with packages, instead of the configured NuGet feeds; repeatable.", CommandOptionType.MultipleValue);

    public static CommandOption DefineLock(CommandLineApplication command, string description) =>
        command.Option("--plugin-lock <FILE>", description, CommandOptionType.SingleValue);
}
