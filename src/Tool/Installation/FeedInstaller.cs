namespace Partime.Tool.Installation;

/// <summary>Installs plugins from feeds.</summary>
internal sealed class FeedInstaller(PluginInstaller installer, PluginFeeds feeds)
{
    public async Task<InstallResult> InstallAsync(PluginReference reference, CancellationToken cancellationToken) =>
        await InstallAsync(await feeds.FindAsync(reference.Id, reference.Version, cancellationToken), cancellationToken);

    /// <summary>Installs the newest version; <see langword="null"/> if the plugin's is no older.</summary>
    public async Task<InstallResult?> UpdateAsync(InstalledPlugin plugin, CancellationToken cancellationToken)
    {
        var newest = await feeds.FindAsync(plugin.Id, null, cancellationToken);
        return PluginVersion.IsNewer(newest.Version, plugin.Version) ? await InstallAsync(newest, cancellationToken) : null;
    }

    private async Task<InstallResult> InstallAsync(FoundPackage found, CancellationToken cancellationToken)
    {
        var folder = TemporaryPlace.Create();
        try
        {
            var file = Path.Combine(folder.FullName, $"{found.Id}.{found.Version}.nupkg");
            await feeds.DownloadAsync(found, file, cancellationToken);
            RequireWhatWasFound(file, found);
            return await installer.InstallPackageAsync(file, PluginOriginKind.Feed, found.Source, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A feed may say one thing and hand out another, whose name the user would never have typed.</summary>
    private static void RequireWhatWasFound(string file, FoundPackage found)
    {
        using var package = PluginPackage.Open(file);
        if (!package.Id.Equals(found.Id, StringComparison.OrdinalIgnoreCase) || package.Version != found.Version)
            throw new PartimeException($"The feed '{found.Source}' hands out {package.Id} {package.Version} as {found.Id} {found.Version}: it is not to be trusted.");
    }
}
