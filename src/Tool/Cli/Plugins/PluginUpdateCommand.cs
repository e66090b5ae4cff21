using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>plugin update</c>: installs newer versions of plugins that came from a feed.</summary>
internal static class PluginUpdateCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Installs the newest versions of plugins that came from feeds.";
        var ids = command.Argument("PLUGIN", "Plugins to update. Default: all that came from a feed.", multipleValues: true);
        var sources = PluginOption.DefineSources(command);
        command.OnExecute(() =>
        {
            choose(token => UpdateAsync(ids.Values, sources.Values, token));
            return ExitCode.Ok;
        });
    }

    private static async Task<int> UpdateAsync(List<string> ids, List<string> sources, CancellationToken cancellationToken)
    {
        var store = PluginStore.OfUser(PluginCommand.TellWaiting);
        var installer = new PluginInstaller(store, Catalog.OpenBundled());
        var plugins = Find(store, ids, hasSources: sources.Count > 0);
        if (plugins.Count == 0)
            Message.WriteSentence($"No plugin in {store.Folder} came from a feed.");
        var exitCode = ExitCode.Ok;
        foreach (var plugin in plugins)
            try
            {
                // By default the feed that it came from: another feed may have a stranger's package of the same name.
                var feeds = new PluginFeeds(sources.Count > 0 ? sources : [plugin.Origin.Place]);
                if (await installer.UpdateAsync(feeds, plugin, cancellationToken) is { } result)
                    PluginCommand.TellInstalled(result);
                else
                    Terminal.Out().WriteText($"{plugin} is the newest version.\n");
            }
            catch (PartimeException exception)
            {
                // Other plugins may come from other feeds.
                Message.WriteSentence($"partime: {plugin} is not updated: {exception.Message}");
                exitCode = ExitCode.Usage;
            }
        return exitCode;
    }

    private static IReadOnlyList<InstalledPlugin> Find(PluginStore store, List<string> ids, bool hasSources)
    {
        var installed = store.ReadLock();
        if (ids.Count == 0)
            return [.. installed.InUse.Where(plugin => plugin.Origin.Kind == PluginOriginKind.Feed)];
        return [.. ids.Select(id => installed.Find(WithoutVersion(id))[0]).Select(Updatable)];

        static PluginReference WithoutVersion(string text) => PluginReference.Parse(text) is { Version: null } reference
            ? reference
            : throw new PartimeException($"'{text}' names a version, and update installs the newest: leave the version out, or install it with 'dotnet partime plugin install {text}'.");

        InstalledPlugin Updatable(InstalledPlugin plugin) => hasSources || plugin.Origin.Kind == PluginOriginKind.Feed
            ? plugin
            : throw new PartimeException($"{plugin} was installed from {plugin.Origin.Place}, which is not a feed: install the newer version from there, or name a feed with --source.");
    }
}
