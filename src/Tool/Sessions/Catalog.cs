using Partime.Tool.Installation;
using Partime.Tool.Plugins;

namespace Partime.Tool.Sessions;

/// <summary>The workloads and executors that a command can use: those bundled with partime, those that the user names, and installed ones.</summary>
internal static class Catalog
{
    /// <summary>The variable that names plugin folders and DLLs, separated as in <c>PATH</c>.</summary>
    public const string PathVariable = "PARTIME_PLUGINS";

    /// <param name="plugins">The folders and DLLs that the user names.</param>
    /// <param name="lockFile">If given, only the plugins in this lock file are allowed.</param>
    /// <param name="notify">Receives what the user should know about the plugins, a sentence each.</param>
    public static PluginCatalog Open(IEnumerable<string> plugins, string? lockFile, Action<string> notify)
    {
        var catalog = lockFile is null ? Open(plugins, InstalledPlugins(notify)) : OpenPinned(plugins, lockFile);
        foreach (var warning in catalog.Warnings)
            notify(warning);
        return catalog;
    }

    /// <summary>What is bundled with partime.</summary>
    public static PluginCatalog OpenBundled() => PluginCatalog.Open([], null);

    private static PluginCatalog Open(IEnumerable<string> plugins, IEnumerable<InstalledAssembly> installed) =>
        PluginCatalog.Open(plugins, Environment.GetEnvironmentVariable(PathVariable), installed);

    private static PluginCatalog OpenPinned(IEnumerable<string> plugins, string lockFile)
    {
        var pinned = new PinnedPlugins(lockFile);
        var store = PluginStore.OfUser();
        var catalog = PluginCatalog.Open(plugins, Environment.GetEnvironmentVariable(PathVariable), AssembliesOf(store, pinned.FoundIn(store)), pinned.RequireFolder);
        foreach (var folder in catalog.ForeignFolders)
            pinned.RequireFolder(folder);
        return catalog;
    }

    private static InstalledAssembly[] InstalledPlugins(Action<string> notify)
    {
        try
        {
            return PluginStore.Find() is { } store ? AssembliesOf(store, store.ReadLock().InUse) : [];
        }
        catch (PartimeException exception)
        {
            // Bundled and named plugins work all the same.
            notify($"Installed plugins are left out: {exception.Message}");
            return [];
        }
    }

    private static InstalledAssembly[] AssembliesOf(PluginStore store, IEnumerable<InstalledPlugin> plugins) =>
        [.. from plugin in plugins
            from assembly in plugin.Assemblies
            select new InstalledAssembly(plugin.ToString(), Path.Combine(store.FolderOf(plugin), assembly))];
}
