namespace Partime.Tool.Installation;

/// <summary>The folder of installed plugins.</summary>
/// <remarks>
/// <code>
/// lock.json              what is installed: the only truth
/// WordCount/1.0.0/       a version of a plugin, as it was published
/// .incoming/             what is on its way in or out
/// .changing              held by the one process that changes something
/// </code>
/// A change moves a complete folder to its place and then replaces the lock, both in one step that happens or does not. Whatever
/// ends it in between leaves the former state, and some rubbish that the next change sweeps up.
/// </remarks>
internal sealed class PluginStore(string folder)
{
    /// <summary>The variable that names the folder of everything partime keeps for its user.</summary>
    public const string HomeVariable = "PARTIME_HOME";

    public string Folder => folder;

    /// <summary>Called once when a change has to wait for another process.</summary>
    public Action OnWait { get; init; } = () => { };

    public string LockPath => Path.Combine(folder, "lock.json");

    /// <param name="onWait">See <see cref="OnWait"/>.</param>
    public static PluginStore OfUser(Action? onWait = null) => Find() is { } store
        ? new PluginStore(store.Folder) { OnWait = onWait ?? store.OnWait }
        : throw new PartimeException($"There is no place for installed plugins, as this user has no home folder: name one in {HomeVariable}.");

    /// <summary>The user's; <see langword="null"/> for a user without a home folder.</summary>
    public static PluginStore? Find()
    {
        if (Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home)
            return new PluginStore(Path.Combine(Path.GetFullPath(home), "plugins"));
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0 ? new PluginStore(Path.Combine(data, "partime", "plugins")) : null;
    }

    public string FolderOf(InstalledPlugin plugin) => Path.Combine(folder, plugin.Id, plugin.Version);

    public PluginLock ReadLock() => File.Exists(LockPath) ? LockFile.Read(LockPath, "Move it away and install the plugins again") : PluginLock.Empty;

    /// <summary>How what lies in the plugin's folder differs from what was installed; nothing if it does not.</summary>
    public IReadOnlyList<string> DifferencesOf(InstalledPlugin plugin)
    {
        var path = FolderOf(plugin);
        return Directory.Exists(path) ? [.. plugin.Files.DifferencesIn(PluginFiles.Of(path))] : [$"its folder {path} is missing"];
    }
}
