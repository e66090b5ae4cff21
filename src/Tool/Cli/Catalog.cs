using Partime.Tool.Installation;
using Partime.Tool.Plugins;

namespace Partime.Tool.Cli;

internal static class Catalog
{
    /// <summary>The variable that names plugin folders and DLLs, separated as in PATH.</summary>
    public const string PathVariable = "PARTIME_PLUGINS";

    /// <summary>Partime's own workloads and executors, those of named plugins and those of installed ones.</summary>
    public static PluginCatalog Open(IEnumerable<string> plugins) => Opened(plugins, InstalledPlugins());

    /// <summary>The same, but of installed plugins those that the lock file names, and no other plugin.</summary>
    public static PluginCatalog OpenPinned(IEnumerable<string> plugins, string lockFile)
    {
        var pinned = new PinnedPlugins(lockFile);
        var store = PluginStore.OfUser();
        var catalog = Opened(plugins, AssembliesOf(store, pinned.FoundIn(store)));
        foreach (var folder in catalog.ForeignFolders)
            pinned.RequireFolder(folder);
        return catalog;
    }

    /// <summary>What comes with partime.</summary>
    public static PluginCatalog OpenBundled() => PluginCatalog.Open([], null);

    private static PluginCatalog Opened(IEnumerable<string> plugins, IEnumerable<InstalledAssembly> installed)
    {
        var catalog = PluginCatalog.Open(plugins, Environment.GetEnvironmentVariable(PathVariable), installed);
        foreach (var warning in catalog.Warnings)
            Message.WriteSentence(warning);
        return catalog;
    }

    private static InstalledAssembly[] InstalledPlugins()
    {
        try
        {
            return PluginStore.Find() is { } store ? AssembliesOf(store, store.ReadLock().InUse) : [];
        }
        catch (PartimeException exception)
        {
            // What is bundled or named works all the same.
            Message.WriteSentence($"Installed plugins are left out: {exception.Message}");
            return [];
        }
    }

    private static InstalledAssembly[] AssembliesOf(PluginStore store, IEnumerable<InstalledPlugin> plugins) =>
        [.. from plugin in plugins
            from assembly in plugin.Assemblies
            select new InstalledAssembly(plugin.ToString(), Path.Combine(store.FolderOf(plugin), assembly))];
}
