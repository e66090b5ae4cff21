using Partime.Tool.Installation;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;

namespace Partime.Tool.Sessions;

/// <summary>The assemblies whose code runs in a session: partime itself, the workload's, and those of the executors.</summary>
internal static class LoadedAssemblies
{
    private static readonly string Tool = typeof(LoadedAssemblies).Assembly.Location;

    public static IReadOnlyList<PluginDetails> Of(WorkloadInfo workload, IReadOnlyList<ExecutorInfo> executors) =>
    [
        .. executors.Select(executor => PluginPath.Of(executor)).Prepend(PluginPath.Of(workload)).Prepend(Tool).Distinct()
            .Select(path => Of(path, workload, executors)),
    ];

    /// <summary>The same with the hashes of all files around them. Hashing takes time.</summary>
    public static IReadOnlyList<PluginDetails> WithFiles(IReadOnlyList<PluginDetails> plugins) =>
        [.. plugins.Select(plugin => plugin with { Files = FileHashes.Of(plugin.LoadFolder) })];

    /// <summary>The identity of each: its name, its version, and a digest over the code in its folder. Partime's own folder also holds
    /// libraries and the bundled plugins, so its assembly alone stands for it, by the number that the compiler gave it: a digest over its 7 MB would
    /// take every session 10 ms.</summary>
    public static IReadOnlyList<string> Identities(IEnumerable<PluginDetails> plugins) =>
    [
        .. from plugin in plugins
           let version = plugin.InformationalVersion?.Split('+')[0] ?? plugin.Version
           let code = plugin.File == Tool ? $"build:{OwnFiles.Build}" : $"sha512:{FileHashes.DigestOfCode(plugin.LoadFolder)}"
           select $"{plugin.Name} {version} {code}",
    ];

    /// <summary>The remarks on each. The workload and partime itself are part of every run, an executor of its own runs only.</summary>
    public static IEnumerable<Remark> Remarks(IEnumerable<PluginDetails> plugins) =>
        from plugin in plugins
        from text in plugin.Remarks
        from executor in plugin.File == Tool || plugin.Workload is not null ? [null] : plugin.Executors.Cast<string?>()
        select new Remark(text, executor);

    private static PluginDetails Of(PluginPath plugin, WorkloadInfo workload, IEnumerable<ExecutorInfo> executors)
    {
        var (path, facts) = (plugin.Shown, AssemblyFacts.Read(plugin));
        return new PluginDetails(facts.Name, Origin(path), path)
        {
            LoadFolder = Path.GetDirectoryName(plugin.Actual)!,
            Version = facts.Version.ToString(),
            InformationalVersion = facts.InformationalVersion,
            Contract = facts.Contract?.ToString(),
            TargetFramework = facts.TargetFramework,
            IsUnoptimized = facts.IsUnoptimized,
            Workload = workload.AssemblyPath == path ? workload.Name : null,
            Executors = [.. executors.Where(executor => executor.AssemblyPath == path).Select(executor => executor.Name)],
            Remarks = facts.IsUnoptimized ? [$"{facts.Name} was built in Debug, so its code is not optimized: build it with '-c Release' before comparing times."] : [],
        };
    }

    private static string Origin(string path) =>
        path == Tool ? "tool"
        : path.StartsWith(PluginCatalog.BundledFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "bundled"
        : PluginStore.Find() is { } store && path.StartsWith(store.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "installed"
        : "named";
}
