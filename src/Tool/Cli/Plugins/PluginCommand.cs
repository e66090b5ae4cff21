using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

/// <summary><c>plugin</c>: the commands about installed plugins.</summary>
internal static class PluginCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Installs, lists, checks, updates, removes and packs plugins.";
        command.ExtendedHelpText = HelpTexts.Plugin;
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

        // What is half installed when a signal comes is to be put in order.
        void Choose(Func<CancellationToken, Task<int>> execute) => choose(async token =>
        {
            using var work = new WorkUnderWay().Begin();
            return await execute(token);
        });
    }
}
