using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Installation;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary><c>plugin install</c>: from a feed, a package file or a folder.</summary>
internal sealed class PluginInstallCommand(string? what, IReadOnlyList<string> sources, string? lockFile)
{
    private readonly PluginStore store = PluginStore.OfUser(PluginCommand.TellWaiting);
    private readonly PluginFeeds feeds = new(sources);
    private readonly PinnedPlugins? pinned = lockFile is null ? null : new PinnedPlugins(lockFile);

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Installs a plugin for this user.";
        var what = command.Argument("ID|FILE|FOLDER", "ID or ID@VERSION on the NuGet feeds, a .nupkg file, or a folder (write it with a slash). Default: all plugins of --plugin-lock.");
        var sources = PluginOption.DefineSources(command);
        var lockFile = PluginOption.DefineLock(command, "Install only plugins that are in this lock file, byte for byte.");
        command.OnExecute(() =>
        {
            if (what.Value is null && lockFile.Value() is null)
                throw new PartimeException("There is nothing to install: name a plugin, a .nupkg file or a folder, or a lock file with --plugin-lock.");
            choose(new PluginInstallCommand(what.Value, sources.Values, lockFile.Value()).ExecuteAsync);
            return ExitCode.Ok;
        });
    }

    private async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (what is not null)
            PluginCommand.TellInstalled(await InstallAsync(what, cancellationToken));
        else
            foreach (var plugin in pinned!.Plugins)
                PluginCommand.TellInstalled(await InstallAsync(PlaceOf(plugin), cancellationToken));
        return ExitCode.Ok;
    }

    /// <summary>The place to install a pinned plugin from: a feed, or the place where it was when it was pinned. NuGet's feeds are not
    /// asked for a plugin that did not come from a feed, because a stranger could have published another one under its name.</summary>
    private string PlaceOf(InstalledPlugin plugin)
    {
        if (plugin.Origin.Kind == PluginOriginKind.Feed || sources.Count > 0)
            return $"{plugin.Id}@{plugin.Version}";
        var place = plugin.Origin.Place;
        return Path.Exists(place)
            ? place
            : throw new PartimeException($"{plugin} came from {place}, which does not exist here: install it from another place with 'dotnet partime plugin install PATH --plugin-lock {lockFile}', "
                + "or name a feed or a folder that has its package with --source.");
    }

    private async Task<InstallResult> InstallAsync(string place, CancellationToken cancellationToken)
    {
        var installer = new PluginInstaller(store, Catalog.OpenBundled(), pinned);
        if (!IsPath(place))
        {
            var reference = PluginReference.Parse(place);
            return await installer.UseAsync(reference, cancellationToken)
                ?? await FromFeedsAsync(installer, reference, place, cancellationToken);
        }
        var path = Path.GetFullPath(place);
        if (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || path.EndsWith("proj", StringComparison.OrdinalIgnoreCase))
            throw new PartimeException($"{path} is neither a package nor a folder: name the folder that the plugin was built into, or a package that 'dotnet partime plugin pack' made.");
        if (Directory.Exists(path))
            return await installer.InstallFolderAsync(path, cancellationToken);
        return File.Exists(path)
            ? await installer.InstallPackageAsync(path, PluginOriginKind.File, path, cancellationToken)
            : throw new PartimeException($"{path} does not exist: name a .nupkg file or a folder, or the id of a plugin on a feed.");
    }

    private async Task<InstallResult> FromFeedsAsync(PluginInstaller installer, PluginReference reference, string typed, CancellationToken cancellationToken)
    {
        try
        {
            return await installer.InstallFromFeedAsync(feeds, reference, cancellationToken);
        }
        catch (PartimeException exception) when (Path.Exists(typed))
        {
            throw new PartimeException($"{exception.Message} To install the local file or folder of that name, write ./{typed}.", exception);
        }
    }

    /// <summary>A bare name is never a folder: a plugin in the current directory is installed only on purpose.</summary>
    private static bool IsPath(string text) =>
        text is "." or ".." || text.Contains('/') || text.Contains('\\') || text.EndsWith(".nupkg", StringComparison.OrdinalIgnoreCase);
}
