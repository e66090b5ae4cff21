namespace Partime.Tool.Installation;

/// <summary>The folder of installed plugins.</summary>
/// <remarks>
/// <code>
/// lock.json              what is installed; nothing else counts
/// WordCount/1.0.0/       a version of a plugin, as it was published
/// .incoming/             folders on their way in or out
/// .changing              held by the one process that changes the store
/// </code>
/// A change moves a complete folder to its place and then replaces the lock. Each step happens as a whole or not at all. A crash in
/// between leaves the former state, and rubbish that the next change deletes.
/// </remarks>
internal sealed class PluginStore(string folder)
{
    /// <summary>The variable that names the folder of everything partime keeps for its user.</summary>
    public const string HomeVariable = "PARTIME_HOME";

    /// <summary>HOME may be a relative path, and assemblies are loaded by full ones.</summary>
    private readonly string folder = Path.GetFullPath(folder);

    public string Folder => folder;

    /// <summary>Called once when a change has to wait for another process.</summary>
    public Action OnWait { get; init; } = () => { };

    public string LockPath => Path.Combine(folder, "lock.json");

    public static PluginStore OfUser(Action? onWait = null) => Find() is { } store
        ? new PluginStore(store.Folder) { OnWait = onWait ?? store.OnWait }
        : throw new PartimeException($"This user has no home folder to install plugins in: set {HomeVariable} to a folder.");

    /// <summary>The user's; <see langword="null"/> for a user without a home folder.</summary>
    public static PluginStore? Find()
    {
        if (Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home)
            return new PluginStore(Path.Combine(home, "plugins"));
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0 ? new PluginStore(Path.Combine(data, "partime", "plugins")) : null;
    }

    /// <summary>The temporary folder, and if no code may run there, one of the user's own.</summary>
    public static string[] PlacesForCopies => Find() is { } store ? [Path.GetTempPath(), Path.Combine(Path.GetDirectoryName(store.Folder)!, "running")] : [Path.GetTempPath()];

    /// <summary>A folder of the user's own, beside that of the plugins, which it creates. Only the user can read it.</summary>
    public string PrivateFolder(string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(folder)!, name);
        try
        {
            Folders.CreatePrivate(path);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"The folder {path} cannot be created: {exception.Message.TrimEnd('.')}. Free disk space, correct the permissions, or set {HomeVariable} to another folder.", exception);
        }
    }

    /// <summary>What sessions have sent to nodes of this user.</summary>
    public ReceivedPlugins Received => new(Path.Combine(Path.GetDirectoryName(folder)!, "received"));

    public string FolderOf(InstalledPlugin plugin) => Path.Combine(folder, plugin.Id, plugin.Version);

    public PluginLock ReadLock() => IsThere(LockPath) ? LockFile.Read(LockPath, "Move it away and install the plugins again") : PluginLock.Empty;

    /// <summary>Also if it may not be read, unlike <see cref="File.Exists(string)"/>.</summary>
    private static bool IsThere(string path)
    {
        try
        {
            // If there is no file, File.GetAttributes throws, at every start without plugins.
            return new FileInfo(path).Attributes != (FileAttributes)(-1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>How the files in the plugin's folder differ from those that were installed, one clause per file.</summary>
    public IReadOnlyList<string> DifferencesOf(InstalledPlugin plugin)
    {
        var path = FolderOf(plugin);
        return Directory.Exists(path) ? [.. plugin.Files.DifferencesIn(PluginFiles.Of(path))] : [$"its folder {path} is missing"];
    }
}
