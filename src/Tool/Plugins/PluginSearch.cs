namespace Partime.Tool.Plugins;

/// <summary>Collects plugin files from files and folders. A file that is reached twice counts once.</summary>
internal sealed class PluginSearch
{
    private static readonly StringComparer PathComparer =
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Contains copies of the tool's executors. It lies beside a plugin where the plugin's tests are built, and is not a plugin.</summary>
    private const string TestKit = "Partime.Testing.dll";

    /// <summary>Of what stands before a path.</summary>
    private const string NameLetters = "abcdefghijklmnopqrstuvwxyz0123456789-.";

    /// <summary>Every file that was read; null for one that is not a .NET assembly.</summary>
    private readonly Dictionary<string, PluginFile?> files = new(PathComparer);

    /// <summary>The files that contain plugins, in the order in which they were reached.</summary>
    public List<PluginFile> Found { get; } = [];

    public List<PluginFile> Installed { get; } = [];

    /// <summary>One sentence for each installed plugin that cannot be read.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The tool finds its own executors in the same way as a plugin's.</summary>
    public void AddTool() => Read(typeof(PluginSearch).Assembly.Location);

    /// <summary>A folder with one subfolder for each bundled plugin, whose assembly is called like it; it need not exist. Nothing else is read: one of them
    /// has fifty libraries.</summary>
    public void AddBundled(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var subfolder in Sorted(Directory.GetDirectories(folder)))
            if (Path.Combine(subfolder, $"{Path.GetFileName(subfolder)}.dll") is var path && File.Exists(path))
                Read(path);
    }

    /// <summary>Adds a file or a folder that the user names, where there must be a plugin. As <c>old=PATH</c>, its workloads get names that begin with
    /// <c>old:</c>, so that two builds of a plugin are told apart.</summary>
    /// <param name="path">The path, relative to the current directory or full.</param>
    /// <param name="origin">Where the user wrote it, for messages: <c> in PATH</c>, or empty for an argument.</param>
    public void Add(string path, string origin)
    {
        var end = path.IndexOf('=');
        if (end <= 0 || path.AsSpan(0, end).TrimEnd(NameLetters).Length > 0 || Path.Exists(path))
        {
            AddNamed(path, origin);
            return;
        }
        var before = Found.Count;
        AddNamed(path[(end + 1)..], origin);
        for (var i = before; i < Found.Count; i++)
            // Its executors would have the names of those in the other build, and a name with a colon cannot stand in a plan.
            Found[i] = Found[i] with { Workloads = [.. Found[i].Workloads.Select(workload => workload with { Name = $"{path[..end]}:{workload.Name}" })], Executors = [] };
    }

    private void AddNamed(string path, string origin)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0'))
            throw new PartimeException($"The plugin path '{path}'{origin} is not valid: name a plugin's .dll or the folder that it was built into.");
        var fullPath = Path.GetFullPath(path);
        if (Directory.Exists(fullPath))
        {
            if (!AddFolder(fullPath))
                throw new PartimeException($"The plugin folder {fullPath}{origin} has no .dll with a class marked [Workload] or [Executor]"
                    + (HasProject(fullPath) ? " and contains a project: name bin/Release/net10.0 in it."
                        : UnmarkedIn(fullPath) is { } unmarked ? $". {unmarked}"
                        : ", and neither have the folders in it: name the folder that a plugin was built into, such as src/WordCount/bin/Release/net10.0."));
        }
        else if (!File.Exists(fullPath))
            throw new PartimeException($"The plugin path {fullPath}{origin} does not exist: name a plugin's .dll or the folder that it was built into.");
        else if (Read(fullPath) is not { } file)
            throw new PartimeException($"The plugin path {fullPath}{origin} is not a .NET assembly: name the .dll that the plugin's project builds.");
        else if (!file.HasPlugins)
            throw new PartimeException($"The plugin path {fullPath}{origin} has no class marked [Workload] or [Executor]{(PluginMistakes.Unmarked(fullPath) is [var unmarked, ..] ? $". {unmarked.Text}" : ": name the plugin's own .dll.")}");
    }

    /// <summary>Adds an installed plugin. A damaged one becomes a warning.</summary>
    public void AddInstalled(InstalledAssembly assembly)
    {
        try
        {
            // The user may have named the same file.
            if (!files.ContainsKey(assembly.Path) && PluginFile.Read(assembly.Path) is { } file)
                Installed.Add(file);
        }
        catch (PartimeException exception)
        {
            Warnings.Add($"The installed plugin {assembly.Plugin} is left out: {exception.Message}");
        }
    }

    /// <summary>Plugins are in the folder itself, or else in its subfolders, each with its dependencies.</summary>
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

    /// <summary>Reads the .NET assemblies in the folder itself.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="shown">The folder's name in messages, if it is another.</param>
    public static IEnumerable<PluginFile> ReadTop(string folder, string? shown = null) =>
        Assemblies(folder).Select(path => PluginFile.Read(new PluginPath(path, Path.Combine(shown ?? folder, Path.GetFileName(path))))).OfType<PluginFile>();

    /// <summary>Whether a user who names this folder probably means the output of the project in it.</summary>
    public static bool HasProject(string folder) => Directory.EnumerateFiles(folder, "*.*proj").Any();

    private bool AddTop(string folder)
    {
        var found = false;
        foreach (var path in Assemblies(folder))
            found |= Read(path) is { HasPlugins: true };
        return found;
    }

    /// <summary>A class whose author forgot the attribute.</summary>
    public static string? UnmarkedIn(string folder) => ReadTop(folder).SelectMany(file => PluginMistakes.Unmarked(file.Path)).FirstOrDefault()?.Text;

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

    /// <summary>Messages and lists must not depend on the order of the file system.</summary>
    private static string[] Sorted(string[] paths)
    {
        Array.Sort(paths, PathComparer);
        return paths;
    }
}

/// <summary>An assembly of an installed plugin that contains workloads or executors.</summary>
/// <param name="Plugin">The plugin's name and version, for messages.</param>
internal sealed record InstalledAssembly(string Plugin, string Path);
