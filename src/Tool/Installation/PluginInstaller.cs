using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>Brings plugins into the store. Runs none of their code, and looks for none of their dependencies elsewhere.</summary>
/// <param name="store">Where they go.</param>
/// <param name="bundled">Partime's own workloads and executors, whose names are taken.</param>
/// <param name="only">If given, nothing but what stands in this lock is installed.</param>
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

    /// <summary>Installs what a project was built or published into. The assembly says how the plugin is called.</summary>
    public async Task<InstallResult> InstallFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var (id, version) = FolderIdentity.Of(folder);
        var pinned = only?.Require(id, version);
        using var change = await StoreChange.BeginAsync(store, cancellationToken);
        var incoming = change.NewFolder();
        FolderCopy.Copy(folder, incoming, cancellationToken);
        return Install(change, incoming, id, version, new PluginOrigin(PluginOriginKind.Folder, folder, ""), pinned);
    }

    /// <summary>Has an installed version in use, if it is there.</summary>
    public async Task<InstallResult?> UseAsync(PluginReference reference, CancellationToken cancellationToken)
    {
        if (reference.Version is not { } version || store.ReadLock().Find(reference.Id, version) is null)
            return null;
        using var change = await StoreChange.BeginAsync(store, cancellationToken);
        if (change.Lock.Find(reference.Id, version) is not { } plugin || store.DifferencesOf(plugin).Count > 0)
            return null;
        if (only is not null && only.Require(plugin.Id, plugin.Version).Files.DifferencesIn(plugin.Files).Any())
            return null;
        PluginInspection.Of(store.FolderOf(plugin), plugin.ToString()).RequireFree(plugin.Id, bundled, change.Lock);
        return Use(change, plugin);
    }

    private static InstallResult Use(StoreChange change, InstalledPlugin plugin)
    {
        change.Use(plugin);
        return new InstallResult(plugin, plugin.InUse ? InstallOutcome.WasThere : InstallOutcome.Switched);
    }

    /// <summary>Whatever is wrong with the files is said of the place that the user knows.</summary>
    private InstallResult Install(StoreChange change, string incoming, string id, string version, PluginOrigin origin, InstalledPlugin? pinned)
    {
        try
        {
            // In the spelling that is there already, so that all versions are in one folder.
            id = change.Lock.VersionsOf(id) is [var other, ..] ? other.Id : id;
            return InstallChecked(change, incoming, id, version, origin, pinned);
        }
        catch (PartimeException exception) when (exception.Message.Contains(incoming, StringComparison.Ordinal))
        {
            throw new PartimeException(exception.Message.Replace(incoming, origin.Place, StringComparison.Ordinal), exception);
        }
    }

    private InstallResult InstallChecked(StoreChange change, string incoming, string id, string version, PluginOrigin origin, InstalledPlugin? pinned)
    {
        var inspection = PluginInspection.Of(incoming, origin.Place);
        inspection.RequireFree(id, bundled, change.Lock);
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

        var there = change.Lock.Find(id, version);
        if (there?.Files.DifferencesIn(plugin.Files).FirstOrDefault() is { } other)
            throw new PartimeException($"{plugin} is installed already, and {origin.Place} holds something else of that version ({other}): "
                + $"raise the version, or remove the installed one with 'dotnet partime plugin remove {id}@{version}'.");
        if (there is not null && store.DifferencesOf(there).Count == 0)
            return Use(change, there);
        change.Add(plugin, incoming);
        return new InstallResult(plugin, there is null ? InstallOutcome.Installed : InstallOutcome.Repaired);
    }
}
