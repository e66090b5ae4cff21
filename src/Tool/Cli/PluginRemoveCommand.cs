using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>plugin remove</c>: all versions of a plugin, or one.</summary>
internal static class PluginRemoveCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Removes an installed plugin.";
        var names = command.Argument("PLUGIN", "ID for all of its versions, or ID@VERSION.", multipleValues: true);
        command.OnExecute(() =>
        {
            if (names.Values.Count == 0)
                throw new PartimeException("Remove which plugin? 'dotnet partime plugin list' shows what is installed.");
            var references = names.Values.Select(PluginReference.Parse).Distinct().ToList();
            choose(token => RemoveAsync(references, token));
            return ExitCode.Ok;
        });
    }

    private static async Task<int> RemoveAsync(IReadOnlyList<PluginReference> references, CancellationToken cancellationToken)
    {
        var store = PluginStore.OfUser();
        // A slip in one name, and none is removed.
        foreach (var reference in references)
            InstalledNames.Find(store.ReadLock(), reference);

        using var change = await StoreChange.BeginAsync(store, cancellationToken);
        foreach (var reference in references)
            foreach (var plugin in InstalledNames.Find(change.Lock, reference))
            {
                change.Remove(plugin);
                var left = plugin.InUse && reference.Version is not null ? change.Lock.InUse.FirstOrDefault(other => other.IsNamed(plugin.Id)) : null;
                Terminal.Out().WriteText($"Removed: {plugin}{(left is null ? "" : $"; {left} is in use now")}.\n");
            }
        return ExitCode.Ok;
    }
}
