using Partime.Tool.Installation;
using Partime.Tool.Plugins;

namespace Partime.Tool.Cli;

/// <summary>Where names come from that no option lists. Nothing is looked up before somebody asks: most candidates need none of it.</summary>
/// <param name="Open">The workloads and executors there are, with those of the plugins at these paths.</param>
/// <param name="Installed">The ids of installed plugins.</param>
internal sealed record KnownNames(Func<IEnumerable<string>, PluginCatalog> Open, Func<IEnumerable<string>> Installed)
{
    public static readonly KnownNames Here = new(Catalog.Open, () => PluginStore.Find()?.ReadLock().Plugins.Select(plugin => plugin.Id) ?? []);
}
