using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>plugin remove</c>: removes one version of a plugin, or all.</summary>
internal static class PluginRemoveCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Removes installed plugins.";
        var names = command.Argument("PLUGIN", "ID for all of its versions, or ID@VERSION for one.", multipleValues: true);
        command.OnExecute(() =>
        {
            if (names.Values.Count == 0)
                throw new PartimeException("There is no plugin to remove: name one; 'dotnet partime plugin list' shows the installed plugins.");
            var references = names.Values.Select(PluginReference.Parse).ToList();
            choose(token => RemoveAsync(references, token));
            return ExitCode.Ok;
        });
    }

    private static async Task<int> RemoveAsync(IReadOnlyList<PluginReference> references, CancellationToken cancellationToken)
    {
        var store = PluginStore.OfUser(PluginCommand.TellWaiting);
        // Check all names before anything is removed, and before a store is created.
        Find(store.ReadLock());
        using var change = await StoreChange.BeginAsync(store, cancellationToken);
        foreach (var plugin in Find(change.Lock))
        {
            change.Remove(plugin);
            var left = plugin.InUse ? change.Lock.InUse.FirstOrDefault(other => other.IsNamed(plugin.Id)) : null;
            Terminal.Out().WriteText($"Removed: {plugin}{(left is null ? "" : $"; {left} is now in use")}.\n");
        }
        return ExitCode.Ok;

        // The version in use comes last, so that no version to be removed takes its place.
        List<InstalledPlugin> Find(PluginLock installed) =>
            [.. references.SelectMany(reference => installed.Find(reference)).Distinct().OrderBy(plugin => plugin.InUse)];
    }
}
