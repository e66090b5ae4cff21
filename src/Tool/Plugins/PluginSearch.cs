namespace Partime.Tool.Plugins;

/// <summary>Collects the plugin files at the places it is told of. A file reached twice counts once.</summary>
internal sealed class PluginSearch
{
    private static readonly StringComparer PathComparer =
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>It holds the executors of the tool once more. Beside a plugin, as where its tests are built to, it is nobody's plugin.</summary>
    private const string TestKit = "Partime.Testing.dll";

    /// <summary>Every file read so far; null for one that is no .NET assembly.</summary>
    private readonly Dictionary<string, PluginFile?> files = new(PathComparer);

    /// <summary>The files with plugins in them, in the order in which they were reached.</summary>
    public List<PluginFile> Found { get; } = [];

    /// <summary>The files of installed plugins, likewise.</summary>
    public List<PluginFile> Installed { get; } = [];

    /// <summary>What should have been found and could not be read, a sentence each.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The tool is a plugin to itself: its executors are found as anybody's are.</summary>
    public void AddTool() => Read(typeof(PluginSearch).Assembly.Location);

    /// <summary>The folder with one subfolder per bundled plugin, which need not exist.</summary>
    public void AddBundled(string folder)
    {
        if (Directory.Exists(folder))
            AddFolder(folder);
    }

    /// <summary>A file or a folder that the user names, where there must be a plugin.</summary>
    /// <param name="path">The path, relative to the current directory or full.</param>
    /// <param name="origin">What the user wrote it after, for messages.</param>
    public void Add(string path, string origin)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0'))
            throw new PartimeException($"{origin} names no path: name a plugin's .dll or the folder it was built into.");
        var fullPath = Path.GetFullPath(path);
        if (Directory.Exists(fullPath))
        {
            if (!AddFolder(fullPath))
                throw new PartimeException($"{origin} names the folder {fullPath}, where no .dll has a class marked [Workload] or [Executor], "
                    + (HasProject(fullPath) ? "as it holds a project and not what that builds: name bin/Release/net10.0 in it."
                        : "nor right below it: name the folder that a plugin was built into, such as src/WordCount/bin/Release/net10.0."));
        }
        else if (!File.Exists(fullPath))
            throw new PartimeException($"{origin} names {fullPath}, which does not exist: name a plugin's .dll or the folder it was built into.");
        else if (Read(fullPath) is not { } file)
            throw new PartimeException($"{origin} names {fullPath}, which is no .NET assembly: name the .dll that the plugin's project builds.");
        else if (!file.HasPlugins)
            throw new PartimeException($"{origin} names {fullPath}, which has no class marked [Workload] or [Executor]: name the plugin's own .dll.");
    }

    /// <summary>A plugin that was installed. One that is damaged costs no other.</summary>
    public void AddInstalled(InstalledAssembly assembly)
    {
        try
        {
            // By a path already, so that it is found twice.
            if (!files.ContainsKey(assembly.Path) && PluginFile.Read(assembly.Path) is { } file)
                Installed.Add(file);
        }
        catch (PartimeException exception)
        {
            Warnings.Add($"The installed plugin {assembly.Plugin} is left out: {exception.Message}");
        }
    }

    /// <summary>Plugins at the folder's top or else one level down, each with its dependencies around it.</summary>
    private bool AddFolder(string folder)
    {
        try
        {
            if (AddTop(folder))
                return true;

            var found = false;
            foreach (var subfolder in Sorted(Directory.GetDirectories(folder)))
                found |= AddTop(subfolder);
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"The plugin folder {folder} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The .NET assemblies at a folder's top.</summary>
    public static IEnumerable<PluginFile> ReadTop(string folder) =>
        Assemblies(folder).Select(PluginFile.Read).OfType<PluginFile>();

    private bool AddTop(string folder)
    {
        var found = false;
        foreach (var path in Assemblies(folder))
            found |= Read(path) is { HasPlugins: true };
        return found;
    }

    private static IEnumerable<string> Assemblies(string folder) =>
        Sorted(Directory.GetFiles(folder, "*.dll")).Where(path => Path.GetFileName(path) != TestKit);

    private PluginFile? Read(string path)
    {
        if (files.TryGetValue(path, out var file))
            return file;

        file = PluginFile.Read(path);
        files.Add(path, file);
        if (file is { HasPlugins: true })
            Found.Add(file);
        return file;
    }

    /// <summary>File systems list in any order; messages and lists should not depend on it.</summary>
    private static string[] Sorted(string[] paths)
    {
        Array.Sort(paths, PathComparer);
        return paths;
    }

    private static bool HasProject(string folder) => Directory.EnumerateFiles(folder, "*.*proj").Any();
}
