using System.Diagnostics;

namespace Partime.Tool.Installation;

/// <summary>A change of the store by the only process that is changing it.</summary>
internal sealed class StoreChange : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>What the system says of a file that another process holds: EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION
    /// on Windows.</summary>
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

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
            // Others may neither add a plugin nor read one that took credentials to get.
            PluginFolders.CreatePrivate(store.Folder);
            var mark = await HoldAsync(store, cancellationToken);
            try
            {
                var change = new StoreChange(store, mark);
                change.SweepUp();
                return change;
            }
            catch
            {
                mark.Dispose();
                throw;
            }
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
        Guard(() => PluginFolders.CreatePrivate(folder));
        return folder;
    }

    /// <summary>Moves a complete folder in and has this version in use.</summary>
    public void Add(InstalledPlugin plugin, string folder) => Guard(() =>
    {
        // Before the move, as this is what a full disk would stop.
        var next = Prepare(Lock.With(plugin));
        var place = store.FolderOf(plugin);
        PluginFolders.CreatePrivate(Path.GetDirectoryName(place)!);
        // Left behind by a crash, or damaged since it was installed.
        MoveOut(place);
        try
        {
            Directory.Move(folder, place);
        }
        finally
        {
            RemoveIfEmpty(Path.GetDirectoryName(place)!);
        }
        Take(next);
    });

    /// <summary>Has another of the installed versions in use.</summary>
    public void Use(InstalledPlugin plugin) => Guard(() => Take(Prepare(Lock.With(plugin))));

    public void Remove(InstalledPlugin plugin) => Guard(() =>
    {
        Take(Prepare(Lock.Without(plugin)));
        var place = store.FolderOf(plugin);
        MoveOut(place);
        SweepUp();
        RemoveIfEmpty(Path.GetDirectoryName(place)!);
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

    private static async Task<FileStream> HoldAsync(PluginStore store, CancellationToken cancellationToken)
    {
        var path = Path.Combine(store.Folder, ".changing");
        var isFirst = true;
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, cancellationToken))
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException exception) when (Held.Contains(exception.HResult))
            {
                if (isFirst)
                    store.OnWait();
                isFirst = false;
                if (waited.Elapsed > LongestWait)
                    throw new PartimeException($"Another partime has been changing the plugins for {LongestWait.TotalSeconds} s ({path} is held): wait for it, or end it.", exception);
            }
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
    }

    private static void RemoveIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
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
