namespace Partime.Tool.Plugins;

/// <summary>The workloads and executors that this session can use, as metadata describes them; created on request.</summary>
internal sealed class PluginCatalog
{
    /// <summary>Where the plugins are that come with the tool.</summary>
    public static readonly string BundledFolder = Path.Combine(AppContext.BaseDirectory, "plugins");

    private readonly List<WorkloadInfo> workloads = [];
    private readonly List<ExecutorInfo> executors = [];
    private readonly PluginActivator activator = new();

    private readonly List<string> warnings;

    private PluginCatalog(PluginSearch search)
    {
        warnings = search.Warnings;
        foreach (var file in search.Found)
        {
            workloads.AddRange(file.Workloads);
            executors.AddRange(file.Executors);
        }
        Sort(workloads, "workload");
        Sort(executors, "executor");
        foreach (var file in search.Installed)
        {
            AddUnlessNamed(workloads, file.Workloads, "workload");
            AddUnlessNamed(executors, file.Executors, "executor");
        }
        Sort(workloads, "workload");
        Sort(executors, "executor");
    }

    /// <summary>Sorted by name.</summary>
    public IReadOnlyList<WorkloadInfo> Workloads => workloads;

    /// <summary>Sorted by name.</summary>
    public IReadOnlyList<ExecutorInfo> Executors => executors;

    /// <summary>What the user should know about the plugins, a sentence each.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>The folders of the plugins that did not come with partime.</summary>
    public IEnumerable<string> ForeignFolders =>
        workloads.Cast<IPluginType>().Concat(executors).Where(type => !IsBundled(type)).Select(type => Path.GetDirectoryName(type.AssemblyPath)!).Distinct();

    /// <summary>Looks at the tool itself, the plugins bundled with it, and what the user names; nowhere else. A plugin in the
    /// current directory is not found unless it is named, as its code would run.</summary>
    /// <param name="pluginPaths">Files and folders given by <c>--plugin</c>.</param>
    /// <param name="environmentPaths">The value of <c>PARTIME_PLUGINS</c>: files and folders, separated as in <c>PATH</c>.</param>
    /// <param name="installed">The assemblies of installed plugins. What is named takes their place: it may be the next version of
    /// one of them.</param>
    public static PluginCatalog Open(IEnumerable<string> pluginPaths, string? environmentPaths, IEnumerable<InstalledAssembly>? installed = null)
    {
        var search = new PluginSearch();
        search.AddTool();
        search.AddBundled(BundledFolder);
        foreach (var path in (environmentPaths ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            search.Add(path, "PARTIME_PLUGINS");
        foreach (var path in pluginPaths)
            search.Add(path, "--plugin");
        foreach (var assembly in installed ?? [])
            search.AddInstalled(assembly);
        var catalog = new PluginCatalog(search);
        catalog.warnings.AddRange(catalog.ForeignFolders.Select(FolderTrust.WarningOf).OfType<string>().Distinct());
        return catalog;
    }

    public WorkloadInfo FindWorkload(string name) => Find(workloads, "workload", "workloads", name);

    public ExecutorInfo FindExecutor(string name) => Find(executors, "executor", "executors", name);

    /// <summary>The workload or the executor of this name, or both.</summary>
    public IReadOnlyList<IPluginType> FindAny(string name)
    {
        List<IPluginType> all = [.. workloads, .. executors];
        var found = all.FindAll(type => type.Name == name);
        return found.Count > 0 ? found : [Find(all, "workload or executor", "workloads and executors", name)];
    }

    /// <summary>What it takes to construct the workload with these settings. None of its code runs: a misspelt key needs none to
    /// be found.</summary>
    public static WorkloadActivation ActivationOf(WorkloadInfo info, IReadOnlyList<Setting> settings) =>
        new(info, OptionValues.Collect(info, settings), PluginSurroundings.Of(info.AssemblyPath));

    /// <summary>Loads and constructs the workload and sets its options. Its <see cref="IWorkload.StartAsync"/> is not called.</summary>
    public LoadedWorkload CreateWorkload(WorkloadInfo info, IReadOnlyList<Setting> settings) => CreateWorkload(ActivationOf(info, settings));

    /// <inheritdoc cref="CreateWorkload(WorkloadInfo, IReadOnlyList{Setting})"/>
    public LoadedWorkload CreateWorkload(WorkloadActivation activation)
    {
        var workload = activation.Construct(activator);
        return new LoadedWorkload(workload, activation.Info, PluginOptions.Read(workload, activation.Info));
    }

    /// <summary>Loads and constructs the executor and sets its options.</summary>
    public LoadedExecutor CreateExecutor(ExecutorInfo info, IReadOnlyList<Setting> settings)
    {
        var values = OptionValues.Collect(info, settings);
        var executor = activator.Create<IExecutor>(info);
        PluginOptions.Set(executor, info, values);
        return new LoadedExecutor(executor, info, values, PluginOptions.Read(executor, info));
    }

    private static void Sort<T>(List<T> types, string kind) where T : IPluginType
    {
        types.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        for (var i = 1; i < types.Count; i++)
            if (types[i - 1].Name == types[i].Name)
                throw new PartimeException(
                    $"Two {kind}s are named '{types[i].Name}': {Place(types[i - 1])} and {Place(types[i])}; rename one or leave it out.");

        static string Place(T type) => $"{type.TypeName} in {type.AssemblyPath}";
    }

    private void AddUnlessNamed<T>(List<T> known, IReadOnlyList<T> installed, string kind) where T : IPluginType
    {
        foreach (var type in installed)
            if (known.Find(other => other.Name == type.Name) is not { } other)
                known.Add(type);
            else if (IsBundled(other))
                warnings.Add($"The {kind} '{type.Name}' in {type.AssemblyPath} is left out, as partime now has one of that name itself: remove the plugin, or update it.");
    }

    private static bool IsBundled(IPluginType type) =>
        type.AssemblyPath == typeof(PluginCatalog).Assembly.Location || type.AssemblyPath.StartsWith(BundledFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static T Find<T>(List<T> known, string kind, string kinds, string name) where T : IPluginType
    {
        foreach (var type in known)
            if (type.Name == name)
                return type;

        var names = known.Select(type => type.Name).ToArray();
        throw new PartimeException(names.Length == 0
            ? $"There is no {kind} '{name}', nor any other: name a plugin with --plugin."
            : $"There is no {kind} '{name}'.{Nearest.Hint(name, names)} Known {kinds}: {string.Join(", ", names)}. A plugin's are known once it is installed or named with --plugin.");
    }
}
