using Partime.Tool.Plugins;

namespace Partime.Tool.Tests;

/// <summary>Where the plugins of tests/TestPlugins are, each in a folder of its own, and how to load them.</summary>
internal static class TestPlugin
{
    private static readonly string Root = System.IO.Path.Combine(AppContext.BaseDirectory, "testplugins");

    /// <summary>The folder of a plugin: what users name as a plugin.</summary>
    public static string Path(string name) => System.IO.Path.Combine(Root, name);

    /// <summary>The plugin's own assembly.</summary>
    public static string File(string name) => System.IO.Path.Combine(Root, name, $"{name}.dll");

    /// <summary>A catalog with these plugins beside the bundled ones.</summary>
    public static PluginCatalog Catalog(params string[] names) => PluginCatalog.Open(names.Select(Path), null);

    public static LoadedWorkload CreateWorkload(this PluginCatalog catalog, WorkloadInfo info, IReadOnlyList<Setting> settings) =>
        catalog.CreateWorkload(PluginCatalog.ActivationOf(info, settings));
}
