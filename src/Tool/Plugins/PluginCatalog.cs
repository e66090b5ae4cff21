namespace Partime.Tool.Plugins;

/// <summary>The workloads and executors that this session can use, as metadata describes them; created on request.</summary>
internal sealed class PluginCatalog
{
    private readonly WorkloadInfo[] workloads;
    private readonly ExecutorInfo[] executors;
    private readonly PluginActivator activator = new();

    private PluginCatalog(IReadOnlyCollection<PluginFile> files)
    {
        workloads = Sort(files.SelectMany(file => file.Workloads));
        executors = Sort(files.SelectMany(file => file.Executors));
    }

    /// <summary>Sorted by name.</summary>
    public IReadOnlyList<WorkloadInfo> Workloads => workloads;

    /// <summary>Sorted by name.</summary>
    public IReadOnlyList<ExecutorInfo> Executors => executors;

    /// <summary>Looks at the tool itself, the plugins bundled with it, and what the user names; nowhere else. A plugin in the
    /// current directory is not found unless it is named, as its code would run.</summary>
    /// <param name="pluginPaths">Files and folders given by <c>--plugin</c>.</param>
    /// <param name="environmentPaths">The value of <c>PARTIME_PLUGINS</c>: files and folders, separated as in <c>PATH</c>.</param>
    public static PluginCatalog Open(IEnumerable<string> pluginPaths, string? environmentPaths)
    {
        var search = new PluginSearch();
        search.AddTool();
        search.AddBundled(Path.Combine(AppContext.BaseDirectory, "plugins"));
        foreach (var path in (environmentPaths ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            search.Add(path, "PARTIME_PLUGINS");
        foreach (var path in pluginPaths)
            search.Add(path, "--plugin");
        return new PluginCatalog(search.Found);
    }

    public WorkloadInfo FindWorkload(string name) => Find(workloads, name);

    public ExecutorInfo FindExecutor(string name) => Find(executors, name);

    /// <summary>Loads and constructs the workload and sets its options. Its <see cref="IWorkload.StartAsync"/> is not called.</summary>
    public LoadedWorkload CreateWorkload(WorkloadInfo info, IReadOnlyList<Setting> settings)
    {
        // Before the constructor runs, as a misspelt key needs no plugin code to be found.
        var values = OptionValues.Collect(info, settings);
        var workload = activator.Create<IWorkload>(info);
        return new LoadedWorkload(workload, info, WorkloadOptions.Apply(workload, info, values));
    }

    public IExecutor CreateExecutor(ExecutorInfo info) => activator.Create<IExecutor>(info);

    private static T[] Sort<T>(IEnumerable<T> types) where T : IPluginType
    {
        var sorted = types.OrderBy(type => type.Name, StringComparer.Ordinal).ToArray();
        for (var i = 1; i < sorted.Length; i++)
            if (sorted[i - 1].Name == sorted[i].Name)
                throw new PartimeException(
                    $"Two {T.Kind}s are named '{sorted[i].Name}': {Place(sorted[i - 1])} and {Place(sorted[i])}; rename one or leave it out.");
        return sorted;

        static string Place(T type) => $"{type.TypeName} in {type.AssemblyPath}";
    }

    private static T Find<T>(T[] known, string name) where T : IPluginType
    {
        foreach (var type in known)
            if (type.Name == name)
                return type;

        var names = known.Select(type => type.Name).ToArray();
        throw new PartimeException(names.Length == 0
            ? $"There is no {T.Kind} '{name}', nor any other: name a plugin with --plugin."
            : $"There is no {T.Kind} '{name}'.{Nearest.Hint(name, names)} Known {T.Kind}s: {string.Join(", ", names)}.");
    }
}
