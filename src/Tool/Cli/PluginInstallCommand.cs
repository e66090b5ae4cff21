using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;

namespace Partime.Tool.Cli;

/// <summary><c>plugin install</c>: from a feed, a package file or a folder.</summary>
internal sealed class PluginInstallCommand(string? what, IReadOnlyList<string> sources, string? lockFile)
{
    private readonly PluginStore store = PluginStore.OfUser();
    private readonly PluginFeeds feeds = new(sources);
    private readonly PinnedPlugins? pinned = lockFile is null ? null : new PinnedPlugins(lockFile);

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Installs a plugin for this user.";
        command.ExtendedHelpText = HelpTexts.PluginInstall;
        var what = command.Argument("ID|FILE|FOLDER", "ID or ID@VERSION from the NuGet feeds, a .nupkg file, or a folder (with a slash in it). Without it, all that --plugin-lock names.");
        var sources = PluginOption.DefineSources(command);
        var lockFile = PluginOption.DefineLock(command, "Install nothing but what this lock file names, byte for byte.");
        command.OnExecute(() =>
        {
            if (what.Value is null && lockFile.Value() is null)
                throw new PartimeException("Install what? Name a plugin, a .nupkg file or a folder, or a lock file with --plugin-lock.");
            choose(new PluginInstallCommand(what.Value, sources.Values, lockFile.Value()).ExecuteAsync);
            return ExitCode.Ok;
        });
    }

    private async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (what is not null)
            PluginNews.Tell(await InstallAsync(what, cancellationToken));
        else
            foreach (var plugin in pinned!.Plugins)
                PluginNews.Tell(await InstallAsync(PlaceOf(plugin), cancellationToken));
        return ExitCode.Ok;
    }

    /// <summary>Where a pinned plugin can be had: from the feeds, unless it came from a file or a folder that is still there.</summary>
    private static string PlaceOf(InstalledPlugin plugin) =>
        plugin.Origin.Kind != PluginOriginKind.Feed && Path.Exists(plugin.Origin.Place) ? plugin.Origin.Place : $"{plugin.Id}@{plugin.Version}";

    private async Task<InstallResult> InstallAsync(string place, CancellationToken cancellationToken)
    {
        var installer = new PluginInstaller(store, Catalog.OpenBundled(), pinned);
        if (!IsPath(place))
        {
            var reference = PluginReference.Parse(place);
            return (pinned is null ? await installer.UseAsync(reference, cancellationToken) : null)
                ?? await new FeedInstaller(installer, feeds).InstallAsync(reference, cancellationToken);
        }
        var path = Path.GetFullPath(place);
        if (Directory.Exists(path))
            return await installer.InstallFolderAsync(path, cancellationToken);
        return File.Exists(path)
            ? await installer.InstallPackageAsync(path, PluginOriginKind.File, path, cancellationToken)
            : throw new PartimeException($"{path} does not exist: name a .nupkg file or a folder, or a plugin of a feed by its id.");
    }

    /// <summary>A bare name is never a folder: nothing is taken from the current directory that was not meant.</summary>
    private static bool IsPath(string text) =>
        text is "." or ".." || text.Contains('/') || text.Contains('\\') || text.EndsWith(".nupkg", StringComparison.OrdinalIgnoreCase);
}
