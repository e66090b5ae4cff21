namespace Partime.Tool.Plugins;

/// <summary>The plugins of one session as they were when it opened. Their folders are copied to a private place, and hashed and loaded from there, so
/// that a build into the same folder or an update does not reach workers that start later. Where no copy is possible, the files are watched instead.</summary>
/// <remarks>Plugins bundled with partime are not copied: they change only together with partime.</remarks>
internal sealed class PluginCopies : IDisposable
{
    /// <summary>This much takes about 0.035 s to copy on 2 cores, a fifth of the time to hash it.</summary>
    public const long MaxBytes = 128 << 20;

    private const int MaxFiles = 2_000;

    private readonly List<PluginCopy> copies = [];

    /// <param name="types">The workload and the executors of the session.</param>
    /// <param name="places">Folders to copy to; the first one that serves is taken.</param>
    /// <param name="maxBytes">Above this size, a folder is watched and not copied.</param>
    public PluginCopies(IEnumerable<IPluginType> types, IReadOnlyList<string> places, long maxBytes = MaxBytes)
    {
        foreach (var type in types)
            if (!PluginCatalog.IsBundled(type) && FindCopy(type) is null)
            {
                // Before there is a copy, so that none stays if the next folder cannot be read.
                if (copies.Count == 0)
                    AppDomain.CurrentDomain.ProcessExit += DeleteAtExit;
                copies.Add(Take(Path.GetDirectoryName(type.AssemblyPath)!, places, maxBytes));
            }
    }

    /// <summary>The folders that the code is loaded from, and by which name users know each.</summary>
    public IReadOnlyList<PluginPath> Folders => copies.ConvertAll(copy => new PluginPath(copy.LoadFolder, copy.Folder));

    /// <summary>A file of a plugin that was not copied and has been changed since; <see langword="null"/> if there is none.</summary>
    public string? ChangedFile()
    {
        foreach (var copy in copies)
            if (copy.Watched?.ChangedFile() is { } file)
                return file;
        return null;
    }

    /// <summary>The workload as the copy describes it, with what the user has put in front of its name.</summary>
    public WorkloadInfo Of(WorkloadInfo info) =>
        FindCopy(info) is not { } copy ? info : Read(copy, info)?.Workloads.FirstOrDefault(other => other.Name == info.Name[(info.Name.IndexOf(':') + 1)..]) is { } found ? found with { Name = info.Name } : throw Changed(info);

    /// <summary>The executor as the copy describes it.</summary>
    public ExecutorInfo Of(ExecutorInfo info) =>
        FindCopy(info) is not { } copy ? info : Read(copy, info)?.Executors.FirstOrDefault(other => other.Name == info.Name) ?? throw Changed(info);

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= DeleteAtExit;
        foreach (var copy in copies)
            copy.Private?.Dispose();
        copies.Clear();
    }

    /// <summary>When a task calls <see cref="Environment.Exit"/>, or a second signal ends the process.</summary>
    private void DeleteAtExit(object? sender, EventArgs e)
    {
        foreach (var copy in copies.ToArray())
            copy.Private?.Dispose();
    }

    private PluginCopy? FindCopy(IPluginType type) => copies.Find(copy => copy.Folder == Path.GetDirectoryName(type.AssemblyPath));

    private static PluginFile? Read(PluginCopy copy, IPluginType type) =>
        PluginFile.Read(new PluginPath(Path.Combine(copy.LoadFolder, Path.GetFileName(type.AssemblyPath)), type.AssemblyPath));

    private static PluginCopy Take(string folder, IReadOnlyList<string> places, long maxBytes)
    {
        if (FolderContents.Read(folder, MaxFiles, maxBytes) is { } contents)
            foreach (var place in places)
                if (PrivateFolder.TryCreate(place, contents) is { } made)
                    return new PluginCopy(folder, made, null);
        // Before the files are hashed, so that a change meanwhile is noticed.
        return new PluginCopy(folder, null, WatchedFiles.In(folder));
    }

    private static PartimeException Changed(IPluginType type) =>
        new($"{type.AssemblyPath} was changed while partime read it, and no longer has the {type.Kind} '{type.Name}': run the command again.");

    /// <param name="Folder">Where the user has the plugin.</param>
    /// <param name="Private">The copy.</param>
    /// <param name="Watched">If there is no copy, the plugin's files as they were.</param>
    private sealed record PluginCopy(string Folder, PrivateFolder? Private, WatchedFiles? Watched)
    {
        public string LoadFolder => Private?.Path ?? Folder;
    }
}

/// <summary>What is in a folder that is to be copied.</summary>
internal sealed class FolderContents(string folder, int maxFiles, long maxBytes)
{
    private int filesLeft = maxFiles;
    private long bytesLeft = maxBytes;

    /// <summary>The folders below it, outer ones first, relative to it.</summary>
    public List<string> Subfolders { get; } = [];

    public List<FileInfo> Files { get; } = [];

    /// <summary>Links that are copied as links.</summary>
    public List<FileSystemInfo> Links { get; } = [];

    /// <returns><see langword="null"/> if there is too much, or something that cannot be copied faithfully.</returns>
    public static FolderContents? Read(string folder, int maxFiles, long maxBytes)
    {
        var contents = new FolderContents(folder, maxFiles, maxBytes);
        try
        {
            return contents.Add(new DirectoryInfo(folder)) ? contents : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public string Relative(FileSystemInfo entry) => Path.GetRelativePath(folder, entry.FullName);

    private bool Add(DirectoryInfo directory)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos())
        {
            if (filesLeft-- == 0)
                return false;
            if (entry is DirectoryInfo { LinkTarget: null } below)
            {
                Subfolders.Add(Relative(below));
                if (!Add(below))
                    return false;
            }
            else if (FileBehind(entry) is { } file)
            {
                if ((bytesLeft -= file.Length) < 0)
                    return false;
                Files.Add((FileInfo)entry);
            }
            else if (LeadsOutside(entry))
                return false;
            else
                Links.Add(entry);
        }
        return true;
    }

    /// <summary>A link to a file counts as that file, as it does when files are hashed.</summary>
    private static FileInfo? FileBehind(FileSystemInfo entry) =>
        (entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true)) is FileInfo { Exists: true } file && entry is FileInfo ? file : null;

    /// <summary>Whether a link leads to what is not copied.</summary>
    private bool LeadsOutside(FileSystemInfo link)
    {
        if (link.LinkTarget is not { } target)
            return true;
        return Path.IsPathRooted(target)
            || Path.GetRelativePath(folder, Path.GetFullPath(target, Path.GetDirectoryName(link.FullName)!)).StartsWith("..", StringComparison.Ordinal);
    }
}
