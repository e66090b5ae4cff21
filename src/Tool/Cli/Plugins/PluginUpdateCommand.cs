using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>plugin update</c>: newer versions of plugins that came from a feed.</summary>
internal static class PluginUpdateCommand
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Installs the newest versions of plugins that came from feeds.";
        command.ExtendedHelpText = ExitCodeTexts.PluginUpdate;
        var ids = command.Argument("PLUGIN", "Which plugins; without it all that came from a feed.", multipleValues: true);
        var sources = PluginOption.DefineSources(command);
        command.OnExecute(() =>
        {
            choose(token => UpdateAsync(ids.Values, sources.Values, token));
            return ExitCode.Ok;
        });
    }

    private static async Task<int> UpdateAsync(List<string> ids, List<string> sources, CancellationToken cancellationToken)
    {
        var store = PluginStore.OfUser(PluginNews.TellOfWaiting);
        var installer = new PluginInstaller(store, Catalog.OpenBundled());
        var wanted = Wanted(store, ids, hasSources: sources.Count > 0);
        if (wanted.Count == 0)
            Message.WriteSentence($"No plugin in {store.Folder} came from a feed.");
        var exitCode = ExitCode.Ok;
        foreach (var plugin in wanted)
            try
            {
                // From where it came: another feed may have a stranger's package of the same name.
                var feeds = new FeedInstaller(installer, new PluginFeeds(sources.Count > 0 ? sources : [plugin.Origin.Place]));
                if (await feeds.UpdateAsync(plugin, cancellationToken) is { } result)
                    PluginNews.Tell(result);
                else
                    Terminal.Out().WriteText($"{plugin} is the newest.\n");
            }
            catch (PartimeException exception)
            {
                // The others may be luckier.
                Message.WriteSentence($"partime: {plugin} stays as it is: {exception.Message}");
                exitCode = ExitCode.Usage;
            }
        return exitCode;
    }

    private static IReadOnlyList<InstalledPlugin> Wanted(PluginStore store, List<string> ids, bool hasSources)
    {
        var installed = store.ReadLock();
        if (ids.Count == 0)
            return [.. installed.InUse.Where(plugin => plugin.Origin.Kind == PluginOriginKind.Feed)];
        return [.. ids.Select(id => InstalledNames.Find(installed, WithoutVersion(id))[0]).Select(Updatable)];

        static PluginReference WithoutVersion(string text) => PluginReference.Parse(text) is { Version: null } reference
            ? reference
            : throw new PartimeException($"'{text}' names a version, and update takes the newest: leave it out, or install that one with 'dotnet partime plugin install {text}'.");

        InstalledPlugin Updatable(InstalledPlugin plugin) => hasSources || plugin.Origin.Kind == PluginOriginKind.Feed
            ? plugin
            : throw new PartimeException($"{plugin} was installed from {plugin.Origin.Place}, which is no feed: install the newer one from there, or name a feed with --source.");
    }
}
