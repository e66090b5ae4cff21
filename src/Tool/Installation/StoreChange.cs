using System.Diagnostics;

namespace Partime.Tool.Installation;

/// <summary>A change of the store by the only process that is changing it.</summary>
internal sealed class StoreChange : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly PluginStore store;
    private readonly FileStream mark;

    private StoreChange(PluginStore store, FileStream mark)
    {
        this.store = store;
        this.mark = mark;
        Lock = store.ReadLock();
    }

    /// <summary>What is installed now.</summary>
    public PluginLock Lock { get; private set; }

    private string Incoming => Path.Combine(store.Folder, ".incoming");

    /// <summary>Waits for another process that is changing the store.</summary>
    public static async Task<StoreChange> BeginAsync(PluginStore store, CancellationToken cancellationToken)
    {
        try
        {
            CreatePrivate(store.Folder);
            var change = new StoreChange(store, await HoldAsync(Path.Combine(store.Folder, ".changing"), cancellationToken));
            change.SweepUp();
            return change;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(store, exception);
        }
    }

    /// <summary>An empty folder, on the same file system as the plugins.</summary>
    public string NewFolder()
    {
        var folder = Path.Combine(Incoming, Guid.NewGuid().ToString("N"));
        CreatePrivate(folder);
        return folder;
    }

    /// <summary>Moves a complete folder in and has this version in use.</summary>
    public void Add(InstalledPlugin plugin, string folder) => Guard(() =>
    {
        // Before the move, as this is what a full disk would stop.
        var next = Prepare(Lock.With(plugin));
        var place = store.FolderOf(plugin);
        CreatePrivate(Path.GetDirectoryName(place)!);
        // Not in the lock, so it was left behind.
        MoveOut(place);
        Directory.Move(folder, place);
        Take(next);
    });

    /// <summary>Has another of the installed versions in use.</summary>
    public void Use(InstalledPlugin plugin) => Guard(() => Take(Prepare(Lock.With(plugin))));

    public void Remove(InstalledPlugin plugin) => Guard(() =>
    {
        Take(Prepare(Lock.Without(plugin)));
        MoveOut(store.FolderOf(plugin));
        SweepUp();
    });

    public void Dispose()
    {
        try
        {
            SweepUp();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The change itself is done or undone; the next one sweeps up.
        }
        mark.Dispose();
    }

    private static async Task<FileStream> HoldAsync(string path, CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, cancellationToken))
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException) && IsHeld(path))
            {
                if (waited.Elapsed > LongestWait)
                    throw new PartimeException($"Another partime has been changing the plugins for {LongestWait.TotalSeconds} s ({path} is held): wait for it, or end it.", exception);
            }
    }

    /// <summary>Telling a file that somebody holds from one that cannot be made.</summary>
    private static bool IsHeld(string path) => File.Exists(path);

    /// <summary>Others may neither add a plugin nor read those that were installed with credentials.</summary>
    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a lock beside the present one. On disk before it is taken, so that no crash of the machine leaves half of
    /// one.</summary>
    private (PluginLock Lock, string Path) Prepare(PluginLock next)
    {
        var path = Path.Combine(NewFolder(), "lock.json");
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(LockFile.ToBytes(next));
        file.Flush(flushToDisk: true);
        return (next, path);
    }

    /// <summary>Replaces the present lock in one step.</summary>
    private void Take((PluginLock Lock, string Path) next)
    {
        File.Move(next.Path, store.LockPath, overwrite: true);
        Lock = next.Lock;
    }

    private void MoveOut(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Move(folder, Path.Combine(NewFolder(), "gone"));
    }

    private void SweepUp()
    {
        if (Directory.Exists(Incoming))
            Directory.Delete(Incoming, recursive: true);
        // Of plugins without a version.
        foreach (var empty in Directory.GetDirectories(store.Folder).Where(id => !Directory.EnumerateFileSystemEntries(id).Any()))
            Directory.Delete(empty);
    }

    private void Guard(Action change)
    {
        try
        {
            change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(store, exception);
        }
    }

    private static PartimeException Failed(PluginStore store, Exception exception) => new(
        $"The plugins in {store.Folder} cannot be changed: {exception.Message.TrimEnd('.')}. Make room or mend its permissions, or name another place in {PluginStore.HomeVariable}.", exception);
}
