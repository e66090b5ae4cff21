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
        command.ExtendedHelpText = ExitCodeTexts.Usual;
        var names = command.Argument("PLUGIN", "ID for all of its versions, or ID@VERSION.", multipleValues: true);
        command.OnExecute(() =>
        {
            if (names.Values.Count == 0)
                throw new PartimeException("Remove which plugin? 'dotnet partime plugin list' shows what is installed.");
            var references = names.Values.Select(PluginReference.Parse).ToList();
            choose(token => RemoveAsync(references, token));
            return ExitCode.Ok;
        });
    }

    private static async Task<int> RemoveAsync(IReadOnlyList<PluginReference> references, CancellationToken cancellationToken)
    {
        var store = PluginStore.OfUser(PluginNews.TellOfWaiting);
        // A slip in one name, and none is removed; nor is a store made just to find that out.
        Wanted(store.ReadLock());
        using var change = await StoreChange.BeginAsync(store, cancellationToken);
        foreach (var plugin in Wanted(change.Lock))
        {
            change.Remove(plugin);
            var left = plugin.InUse ? change.Lock.InUse.FirstOrDefault(other => other.IsNamed(plugin.Id)) : null;
            Terminal.Out().WriteText($"Removed: {plugin}{(left is null ? "" : $"; {left} is in use now")}.\n");
        }
        return ExitCode.Ok;

        // The one in use last, so that none of those that go as well takes its place.
        List<InstalledPlugin> Wanted(PluginLock installed) =>
            [.. references.SelectMany(reference => InstalledNames.Find(installed, reference)).Distinct().OrderBy(plugin => plugin.InUse)];
    }
}
