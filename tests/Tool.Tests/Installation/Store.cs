using Partime.Tool.Installation;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Installation;

/// <summary>A store of its own for a test.</summary>
internal sealed class Store : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public PluginStore Plugins => new(Folder["store"]);

    public PluginLock Lock => Plugins.ReadLock();

    /// <summary>Partime's own, the installed ones and those at named paths.</summary>
    public PluginCatalog Catalog(params string[] named) => PluginCatalog.Open(named, null,
        from plugin in Lock.InUse
        from assembly in plugin.Assemblies
        select new InstalledAssembly(plugin.ToString(), Path.Combine(Plugins.FolderOf(plugin), assembly)));

    public PluginInstaller Installer(PinnedPlugins? only = null) => new(Plugins, PluginCatalog.Open([], null), only);

    public Task<InstallResult> InstallAsync(string testPlugin) => Installer().InstallFolderAsync(TestPlugin.Path(testPlugin), default);

    /// <summary>Adds a version of which nothing but its entry and a file matters.</summary>
    public async Task<InstalledPlugin> AddAsync(string id, string version)
    {
        using var change = await StoreChange.BeginAsync(Plugins, default);
        var incoming = change.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(incoming, $"{id}.dll"), version);
        var plugin = Made(id, version) with { Files = PluginFiles.Of(incoming) };
        change.Add(plugin, incoming);
        return plugin;
    }

    public async Task RemoveAsync(InstalledPlugin plugin)
    {
        using var change = await StoreChange.BeginAsync(Plugins, default);
        change.Remove(plugin);
    }

    /// <summary>Every file there is, relative, but for the mark that the store is being changed.</summary>
    public string[] Files() => Directory.Exists(Plugins.Folder)
        ? [.. Directory.EnumerateFileSystemEntries(Plugins.Folder, "*", SearchOption.AllDirectories)
            .Where(path => File.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any())
            .Select(path => Path.GetRelativePath(Plugins.Folder, path).Replace('\\', '/'))
            .Where(path => path != ".changing")
            .Order(StringComparer.Ordinal)]
        : [];

    public static InstalledPlugin Made(string id, string version) => new()
    {
        Id = id,
        Version = version,
        InUse = true,
        Origin = new PluginOrigin(PluginOriginKind.Feed, "somewhere", "c2hh"),
        Contract = "1.0.0.0",
        Workloads = [$"{id.ToLowerInvariant()}-work"],
        Executors = [],
        Assemblies = [$"{id}.dll"],
        Files = new PluginFiles([($"{id}.dll", "aGFzaA==")]),
    };

    public void Dispose() => Folder.Dispose();
}
