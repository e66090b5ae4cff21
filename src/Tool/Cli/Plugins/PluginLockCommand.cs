using System.Text;
using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>plugin lock</c>: the plugins in use, for others to install and run exactly those.</summary>
internal static class PluginLockCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Prints the plugins in use with their hashes, for --plugin-lock.";
        command.ExtendedHelpText = ExitCodeTexts.Usual;
        command.OnExecute(() =>
        {
            choose(_ =>
            {
                var plugins = new PluginLock([.. PluginStore.OfUser().ReadLock().InUse]);
                Terminal.Out().WriteText(Encoding.UTF8.GetString(LockFile.ToBytes(plugins)));
                return Task.FromResult(ExitCode.Ok);
            });
            return ExitCode.Ok;
        });
    }
}
