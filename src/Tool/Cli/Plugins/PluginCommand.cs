using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>plugin</c>: the commands for installed plugins.</summary>
internal static class PluginCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Installs, lists, verifies, updates, removes and packs plugins.";
        command.Command("list", list => PluginListCommand.Define(list, Choose));
        command.Command("install", install => PluginInstallCommand.Define(install, Choose));
        command.Command("update", update => PluginUpdateCommand.Define(update, Choose));
        command.Command("remove", remove => PluginRemoveCommand.Define(remove, Choose));
        command.Command("verify", verify => PluginVerifyCommand.Define(verify, Choose));
        command.Command("lock", @lock => PluginLockCommand.Define(@lock, Choose));
        command.Command("pack", pack => PluginPackCommand.Define(pack, Choose));
        command.OnExecute(() =>
        {
            command.ShowHelp();
            return ExitCode.Ok;
        });

        // A signal during an installation must not leave half of it.
        void Choose(Func<CancellationToken, Task<int>> execute) => choose(async token =>
        {
            using var work = new WorkInProgress().Begin();
            return await execute(token);
        });
    }

    public static void TellWaiting() => Message.WriteSentence("Another partime process is changing the plugins: waiting for it.");

    public static void TellInstalled(InstallResult result)
    {
        var outcome = result.Outcome switch
        {
            InstallOutcome.Installed => "Installed",
            InstallOutcome.Switched => "Now in use",
            InstallOutcome.Repaired => "Repaired, because its files had been changed",
            _ => "Already installed and in use",
        };
        var names = result.Plugin.Workloads.Select(name => $"the workload '{name}'").Concat(result.Plugin.Executors.Select(name => $"the executor '{name}'"));
        Terminal.Out().WriteText($"{outcome}: {result.Plugin}, with {string.Join(", ", names)}.\n");
        if (result.Mistakes.Where(mistake => !mistake.IsHint).Select(mistake => mistake.ToString()).ToList() is { Count: > 0 } mistakes)
            Message.WriteAll([$"{result.Plugin} has mistakes, which its author can mend:", .. mistakes]);
    }
}

/// <summary>Options about plugins that several commands have.</summary>
internal static class PluginOption
{
    public const string LongName = "plugin";

    public static CommandOption Define(CommandLineApplication command) =>
        command.Option($"--{LongName} <PATH>", $"Also use the plugins in this folder or DLL, beside the bundled and installed ones and those in {Catalog.PathVariable}; repeatable. As old=PATH, a workload 'parse' of it is named 'old:parse'.", CommandOptionType.MultipleValue);

    public static CommandOption DefineSources(CommandLineApplication command) =>
        command.Option("--source <FEED>", "A feed's address or name, or a folder with packages, instead of the feeds in NuGet's settings; repeatable.", CommandOptionType.MultipleValue);

    public static CommandOption DefineLock(CommandLineApplication command, string description) =>
        command.Option("--plugin-lock <FILE>", description, CommandOptionType.SingleValue);
}
