using System.Text;
using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>plugin list</c>: the installed plugins, read from the lock alone.</summary>
internal static class PluginListCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Shows the installed plugins.";
        command.OnExecute(() =>
        {
            choose(_ => Task.FromResult(Show(PluginStore.OfUser())));
            return ExitCode.Ok;
        });
    }

    private static int Show(PluginStore store)
    {
        var plugins = store.ReadLock().Plugins;
        if (plugins.Count == 0)
            Message.WriteSentence($"No plugins are installed in {store.Folder}. 'dotnet partime list' shows the bundled workloads and executors.");
        else
            Terminal.Out().Write(PluginTable.Of([.. plugins.Select(plugin => Row(store, plugin))]));
        return ExitCode.Ok;
    }

    private static PluginRow Row(PluginStore store, InstalledPlugin plugin) => new(
        plugin.Id, plugin.Version, StateOf(store, plugin), plugin.Contract, plugin.Origin.Place, plugin.Files.Sha512, [.. plugin.Workloads, .. plugin.Executors]);

    /// <summary>Only a quick look; <c>plugin verify</c> reads every file.</summary>
    private static string StateOf(PluginStore store, InstalledPlugin plugin) =>
        plugin.Assemblies.Any(assembly => !File.Exists(Path.Combine(store.FolderOf(plugin), assembly))) ? "missing"
        : plugin.InUse ? "in use"
        : "kept";
}

/// <summary><c>plugin lock</c>: prints the plugins in use, so that others can install and run exactly those.</summary>
internal static class PluginLockCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Prints a lock file of the plugins in use, with their hashes, for --plugin-lock.";
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
