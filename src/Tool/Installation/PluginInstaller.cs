using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>Brings plugins into the store. Runs none of their code, and looks for none of their dependencies elsewhere.</summary>
/// <param name="store">Where they go.</param>
/// <param name="bundled">Partime's own workloads and executors, whose names are taken.</param>
/// <param name="only">If given, only plugins in this lock file are installed.</param>
internal sealed class PluginInstaller(PluginStore store, PluginCatalog bundled, PinnedPlugins? only = null)
{
    public async Task<InstallResult> InstallPackageAsync(string file, PluginOriginKind kind, string place, CancellationToken cancellationToken)
    {
        using var package = PluginPackage.Open(file);
        var pinned = only?.RequirePackage(package);
        using var change = await StoreChange.BeginAsync(store, cancellationToken);
        var incoming = change.NewFolder();
        package.ExtractTo(incoming);
        return Install(change, incoming, package.Id, package.Version, new PluginOrigin(kind, place, package.Sha512), pinned);
    }

    /// <summary>Installs the output of a build or of a publish. The name and the version are the assembly's.</summary>
    public async Task<InstallResult> InstallFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var (id, version) = PluginFolder.IdentityOf(folder);
        var pinned = only?.Require(id, version);
        using var change = await StoreChange.BeginAsync(store, cancellationToken);
        var incoming = change.NewFolder();
        PluginFolder.Copy(folder, incoming, cancellationToken);
        return Install(change, incoming, id, version, new PluginOrigin(PluginOriginKind.Folder, folder, ""), pinned);
    }

    public async Task<InstallResult> InstallFromFeedAsync(PluginFeeds feeds, PluginReference reference, CancellationToken cancellationToken) =>
        await DownloadAsync(await feeds.FindAsync(reference.Id, reference.Version, cancellationToken), cancellationToken);

    /// <summary>Installs the newest version; <see langword="null"/> if the installed one is the newest.</summary>
    public async Task<InstallResult?> UpdateAsync(PluginFeeds feeds, InstalledPlugin plugin, CancellationToken cancellationToken)
    {
        var newest = await feeds.FindNewerAsync(plugin.Id, plugin.Version, cancellationToken);
        return PluginVersion.IsNewer(newest.Version, plugin.Version) ? await DownloadAsync(newest, cancellationToken) : null;
    }

    /// <summary>Puts an installed version in use; <see langword="null"/> if it is not installed, or not as it was.</summary>
    public async Task<InstallResult?> UseAsync(PluginReference reference, CancellationToken cancellationToken)
    {
        if (reference.Version is not { } version || store.ReadLock().Find(reference.Id, version) is null)
            return null;
        using var change = await StoreChange.BeginAsync(store, cancellationToken);
        if (change.Lock.Find(reference.Id, version) is not { } plugin || store.DifferencesOf(plugin).Count > 0)
            return null;
        if (only is not null && only.Require(plugin.Id, plugin.Version).Files.DifferencesIn(plugin.Files).Any())
            return null;
        PluginInspection.Of(store.FolderOf(plugin), store.FolderOf(plugin)).RequireFreeNames(plugin.Id, bundled, change.Lock);
        return Use(change, plugin);
    }

    private static InstallResult Use(StoreChange change, InstalledPlugin plugin)
    {
        change.Use(plugin);
        return new InstallResult(plugin, plugin.InUse ? InstallOutcome.AlreadyInUse : InstallOutcome.Switched);
    }

    private async Task<InstallResult> DownloadAsync(FoundPackage found, CancellationToken cancellationToken)
    {
        var folder = Folders.CreateTemporary();
        try
        {
            var file = Path.Combine(folder.FullName, $"{found.Id}.{found.Version}.nupkg");
            await found.DownloadAsync(file, cancellationToken);
            RequireIdentity(file, found);
            return await InstallPackageAsync(file, PluginOriginKind.Feed, found.Feed.Address, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A feed could send another package than the one it listed, under a name that the user never typed.</summary>
    private static void RequireIdentity(string file, FoundPackage found)
    {
        using var package = PluginPackage.Open(file);
        if (!package.Id.Equals(found.Id, StringComparison.OrdinalIgnoreCase) || package.Version != found.Version)
            throw new PartimeException($"The feed '{found.Feed.Address}' sent {package.Id} {package.Version} as {found.Id} {found.Version}: do not trust this feed.");
    }

    private InstallResult Install(StoreChange change, string incoming, string id, string version, PluginOrigin origin, InstalledPlugin? pinned)
    {
        // The spelling of the installed versions, so that all versions are in one folder.
        id = change.Lock.VersionsOf(id) is [var installed, ..] ? installed.Id : id;
        var inspection = PluginInspection.Of(incoming, origin.Place);
        inspection.RequireFreeNames(id, bundled, change.Lock);
        var plugin = new InstalledPlugin
        {
            Id = id,
            Version = version,
            InUse = true,
            Origin = origin,
            Contract = inspection.Contract.ToString(),
            Workloads = inspection.Workloads,
            Executors = inspection.Executors,
            Assemblies = inspection.Assemblies,
            Files = PluginFiles.Of(incoming),
        };
        if (pinned?.Files.DifferencesIn(plugin.Files).FirstOrDefault() is { } difference)
            throw new PartimeException($"{plugin} from {origin.Place} is not the one in {only!.File}: {difference}.");

        var same = change.Lock.Find(id, version);
        if (same?.Files.DifferencesIn(plugin.Files).FirstOrDefault() is { } other)
            throw new PartimeException($"{plugin} is already installed, and {origin.Place} has other files of that version ({other}): "
                + $"increase the version, or remove the installed one with 'dotnet partime plugin remove {id}@{version}'.");
        if (same is not null && store.DifferencesOf(same).Count == 0)
            return Use(change, same);
        change.Add(plugin, incoming);
        return new InstallResult(plugin, same is null ? InstallOutcome.Installed : InstallOutcome.Repaired) { Mistakes = inspection.Mistakes };
    }
}

/// <summary>What an installation did. The plugin is in use now.</summary>
internal sealed record InstallResult(InstalledPlugin Plugin, InstallOutcome Outcome)
{
    public IReadOnlyList<PluginMistake> Mistakes { get; init; } = [];
}

internal enum InstallOutcome
{
    Installed,

    /// <summary>The version was installed and in use, and its files were unchanged.</summary>
    AlreadyInUse,

    /// <summary>The version was installed, and another one was in use.</summary>
    Switched,

    /// <summary>The version was installed, and its files had been changed.</summary>
    Repaired,
}
