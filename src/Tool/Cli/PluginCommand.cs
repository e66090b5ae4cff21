using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

/// <summary><c>plugin</c>: the commands about installed plugins.</summary>
internal static class PluginCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Installs, lists, checks, updates, removes and packs plugins.";
        command.ExtendedHelpText = HelpTexts.Plugin;
        command.Command("list", list => PluginListCommand.Define(list, choose));
        command.Command("install", install => PluginInstallCommand.Define(install, choose));
        command.Command("update", update => PluginUpdateCommand.Define(update, choose));
        command.Command("remove", remove => PluginRemoveCommand.Define(remove, choose));
        command.Command("verify", verify => PluginVerifyCommand.Define(verify, choose));
        command.Command("lock", @lock => PluginLockCommand.Define(@lock, choose));
        command.Command("pack", pack => PluginPackCommand.Define(pack, choose));
        command.OnExecute(() =>
        {
            command.ShowHelp();
            return ExitCode.Ok;
        });
    }
}
