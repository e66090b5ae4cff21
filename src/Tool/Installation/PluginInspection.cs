using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>What the plugin in a folder offers, as metadata tells it; none of its code runs.</summary>
/// <param name="Assemblies">The assemblies with workloads or executors in them, relative to the folder.</param>
/// <param name="Contract">The newest contract that one of them was built against.</param>
internal sealed record PluginInspection(
    IReadOnlyList<string> Assemblies, IReadOnlyList<string> Workloads, IReadOnlyList<string> Executors, Version Contract)
{
    /// <param name="folder">Where the plugin's files are.</param>
    /// <param name="name">What to call the plugin when there is nothing in it.</param>
    public static PluginInspection Of(string folder, string name)
    {
        var files = PluginSearch.ReadTop(folder).Where(file => file.HasPlugins).ToList();
        if (files.Count == 0)
            throw new PartimeException($"{name} has no .dll with a class marked [Workload] or [Executor], so there is nothing to install: "
                + "install a folder that a plugin was built into, or a package that 'dotnet partime plugin pack' has made.");

        foreach (var file in files)
            PluginSurroundings.Of(file.Path);
        return new PluginInspection(
            [.. files.Select(file => Path.GetFileName(file.Path))],
            [.. files.SelectMany(file => file.Workloads).Select(workload => workload.Name).Order(StringComparer.Ordinal)],
            [.. files.SelectMany(file => file.Executors).Select(executor => executor.Name).Order(StringComparer.Ordinal)],
            files.Max(file => AssemblyFacts.Read(file.Path).Contract)!);
    }

    /// <summary>Refuses names that somebody else has: neither would be found by its name any more.</summary>
    public void RequireFree(string id, PluginCatalog bundled, PluginLock installed)
    {
        var others = installed.InUse.Where(plugin => !plugin.IsNamed(id)).ToList();
        Require("workload", Workloads, bundled.Workloads.Select(workload => workload.Name), plugin => plugin.Workloads);
        Require("executor", Executors, bundled.Executors.Select(executor => executor.Name), plugin => plugin.Executors);

        void Require(string kind, IReadOnlyList<string> names, IEnumerable<string> ofPartime, Func<InstalledPlugin, IReadOnlyList<string>> namesOf)
        {
            if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new PartimeException($"{id} has two {kind}s named '{twice.Key}': its author must rename one.");
            if (names.Intersect(ofPartime).FirstOrDefault() is { } taken)
                throw new PartimeException($"{id} has the {kind} '{taken}', and so has partime itself: its author must rename it.");
            foreach (var other in others)
                if (names.Intersect(namesOf(other)).FirstOrDefault() is { } same)
                    throw new PartimeException($"{id} has the {kind} '{same}', and so has {other}, which is installed: remove that with 'dotnet partime plugin remove {other.Id}', or rename one.");
        }
    }
}
