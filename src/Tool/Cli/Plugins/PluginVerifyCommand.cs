using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>plugin verify</c>: compares every file of every installed plugin with its hash.</summary>
internal static class PluginVerifyCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Checks whether the files of installed plugins are unchanged.";
        var lockFile = PluginOption.DefineLock(command, "Compare with this lock file. All its plugins must be installed.");
        command.OnExecute(() =>
        {
            choose(_ => Task.FromResult(Verify(PluginStore.OfUser(), lockFile.Value())));
            return ExitCode.Ok;
        });
    }

    private static int Verify(PluginStore store, string? lockFile)
    {
        var installed = store.ReadLock();
        var plugins = lockFile is null ? installed.Plugins : new PinnedPlugins(lockFile).Plugins;
        var terminal = Terminal.Out();
        var exitCode = ExitCode.Ok;
        if (plugins.Count == 0)
            Message.WriteSentence($"No plugins are installed in {store.Folder}.");
        foreach (var plugin in plugins)
        {
            // The store may spell the name differently from the lock file, and its spelling is the folder's.
            var differences = store.DifferencesOf(installed.Find(plugin.Id, plugin.Version) is { } there ? plugin with { Id = there.Id, Version = there.Version } : plugin);
            if (differences.Count == 0)
            {
                terminal.WriteText($"{plugin}: {(plugin.Files.All.Count is 1 ? "1 file is" : $"{plugin.Files.All.Count} files are")} unchanged.\n");
                continue;
            }
            Message.WriteSentence($"{plugin} has changed since it was installed: {string.Join(", ", differences.Take(5))}{(differences.Count > 5 ? $" and {differences.Count - 5} more" : "")}. "
                + (lockFile is null
                    ? $"Install it again, or remove it with 'dotnet partime plugin remove {plugin.Id}@{plugin.Version}'."
                    : $"Install it with 'dotnet partime plugin install --plugin-lock {lockFile}'."));
            exitCode = ExitCode.Usage;
        }
        return exitCode;
    }
}
