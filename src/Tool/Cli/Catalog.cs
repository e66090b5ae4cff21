using Partime.Tool.Plugins;

namespace Partime.Tool.Cli;

internal static class Catalog
{
    /// <summary>The variable that names plugin folders and DLLs, separated as in PATH.</summary>
    public const string PathVariable = "PARTIME_PLUGINS";

    public static PluginCatalog Open(IEnumerable<string> plugins) =>
        PluginCatalog.Open(plugins, Environment.GetEnvironmentVariable(PathVariable));
}
