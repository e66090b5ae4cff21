namespace Partime.Tool.Plugins;

/// <summary>The workloads and executors that a command can use, read from metadata and constructed on request.</summary>
internal sealed class PluginCatalog
{
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

    /// <summary>See <see cref="Open"/>.</summary>
    public Action<PluginPath> RequireAllowed { get; private init; } = _ => { };

    /// <summary>Sentences about the plugins, for the user.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>The folders of the plugins that are not bundled.</summary>
    public IEnumerable<string> ForeignFolders =>
        workloads.Cast<IPluginType>().Concat(executors).Where(type => !IsBundled(type)).Select(type => Path.GetDirectoryName(type.AssemblyPath)!).Distinct();

    /// <summary>Reads the tool itself, its bundled plugins, and the named and the installed ones. A plugin in the current directory is
    /// found only if it is named, because its code would run.</summary>
    /// <param name="pluginPaths">Files and folders that the user names.</param>
    /// <param name="environmentPaths">The value of <c>PARTIME_PLUGINS</c>: files and folders, separated as in <c>PATH</c>.</param>
    /// <param name="installed">The assemblies of installed plugins. A named plugin replaces an installed one of the same name, because
    /// it may be its next version.</param>
    /// <param name="requireAllowed">Refuses a folder whose files are not exactly those of a plugin that the user allows.</param>
    public static PluginCatalog Open(
        IEnumerable<string> pluginPaths, string? environmentPaths, IEnumerable<InstalledAssembly>? installed = null, Action<PluginPath>? requireAllowed = null)
    {
        var search = new PluginSearch();
        search.AddTool();
        search.AddBundled(BundledFolder);
        foreach (var path in (environmentPaths ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            search.Add(path, " in PARTIME_PLUGINS");
        foreach (var path in pluginPaths)
            search.Add(path, "");
        foreach (var assembly in installed ?? [])
            search.AddInstalled(assembly);
        var catalog = new PluginCatalog(search) { RequireAllowed = requireAllowed ?? (_ => { }) };
        catalog.warnings.AddRange(catalog.ForeignFolders.Select(FolderTrust.WarningOf).OfType<string>().Distinct());
        return catalog;
    }

    public WorkloadInfo FindWorkload(string name) => executors.Exists(executor => executor.Name == name) && !workloads.Exists(workload => workload.Name == name)
        ? throw new PartimeException($"There is no workload '{name}'. It is an executor: join executors with commas to one word.")
        : Find(workloads, "workload", "workloads", name);

    public ExecutorInfo FindExecutor(string name) => Find(executors, "executor", "executors", name);

    /// <summary>The workload or the executor of this name, or both.</summary>
    public IReadOnlyList<IPluginType> FindAny(string name)
    {
        List<IPluginType> all = [.. workloads, .. executors];
        var found = all.FindAll(type => type.Name == name);
        return found.Count > 0 ? found : [Find(all, "workload or executor", "workloads and executors", name)];
    }

    /// <summary>Checks the settings and the dependencies of a workload. None of its code runs.</summary>
    public static WorkloadActivation ActivationOf(WorkloadInfo info, IReadOnlyList<Setting> settings) =>
        new(info, PluginSettings.Resolve(info, settings), PluginDependencies.Of(PluginPath.Of(info)));

    /// <summary>Constructs the workload and sets its options. Its <see cref="IWorkload.StartAsync"/> is not called.</summary>
    public LoadedWorkload CreateWorkload(WorkloadActivation activation)
    {
        var workload = activation.Construct(activator);
        return new LoadedWorkload(workload, activation.Info, PluginOptions.Read(workload, activation.Info));
    }

    /// <summary>Constructs the executor and sets its options.</summary>
    public LoadedExecutor CreateExecutor(ExecutorInfo info, IReadOnlyList<Setting> settings)
    {
        var values = PluginSettings.Resolve(info, settings);
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
                warnings.Add($"The {kind} '{type.Name}' in {type.AssemblyPath} is left out, because partime now has one of that name itself: remove or update the plugin.");
    }

    public static bool IsBundled(IPluginType type) =>
        type.AssemblyPath == typeof(PluginCatalog).Assembly.Location || IsBundledPlugin(type);

    public static bool IsBundledPlugin(IPluginType type) => type.AssemblyPath.StartsWith(BundledFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static T Find<T>(List<T> known, string kind, string kinds, string name) where T : IPluginType
    {
        foreach (var type in known)
            if (type.Name == name)
                return type;

        var names = known.Select(type => type.Name).ToArray();
        var sentence = names.Length == 0
            ? $"There is no {kind} '{name}', and no other: install a plugin, or name one in the command."
            : $"There is no {kind} '{name}'.{(MayBeInput(name) ? " If it is another input, join the inputs with commas to one word." : Nearest.Hint(name, names))} Known {kinds}: {string.Join(", ", names)}. To add those of a plugin, install it or name it in the command.";
        throw new PartimeException(sentence) { Lacks = Argument.Plugin };
    }

    private static bool MayBeInput(string name) => File.Exists(name) || char.IsAsciiDigit(name.FirstOrDefault());
}

/// <summary>Plugins are code: anyone who can write to a plugin's folder can run code as its user.</summary>
internal static class FolderTrust
{
    /// <summary>A sentence if users other than the owner and the group can change files in the folder; otherwise <see langword="null"/>.</summary>
    public static string? WarningOf(string folder)
    {
        // Windows has other rights, and protects the folders of its users.
        if (OperatingSystem.IsWindows())
            return null;
        folder = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        if (IsOpen(folder, orSticky: true))
            return Warning(folder, folder);
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
            if (IsOpen(above, orSticky: false))
                return Warning(folder, above);
        return null;
    }

    private static string Warning(string folder, string open) =>
        $"Every user of this machine can write to {open} and so change the plugin{(open == folder ? "" : $" in {folder}")}, which runs with your rights: "
        + $"move the plugin, or run 'chmod o-w {open}'.";

    /// <param name="folder">The folder.</param>
    /// <param name="orSticky">Whether to include folders such as <c>/tmp</c>, where others can only add files. In a plugin's own folder
    /// that is enough for an attack, because partime looks for the plugin's dependencies there.</param>
    private static bool IsOpen(string folder, bool orSticky)
    {
        if (OperatingSystem.IsWindows())
            return false;
        var mode = File.GetUnixFileMode(folder);
        return mode.HasFlag(UnixFileMode.OtherWrite) && (orSticky || !mode.HasFlag(UnixFileMode.StickyBit));
    }
}
