namespace Partime.Tool.Installation;

/// <summary>A change of the store. Only one process at a time makes one.</summary>
internal sealed class StoreChange : IDisposable
{
    private readonly PluginStore store;
    private readonly FileStream heldFile;

    private StoreChange(PluginStore store, FileStream heldFile)
    {
        this.store = store;
        this.heldFile = heldFile;
        Lock = store.ReadLock();
    }

    /// <summary>What is installed now.</summary>
    public PluginLock Lock { get; private set; }

    private string Incoming => Path.Combine(store.Folder, ".incoming");

    /// <summary>Waits while another process changes the store.</summary>
    public static async Task<StoreChange> BeginAsync(PluginStore store, CancellationToken cancellationToken)
    {
        try
        {
            // Other users may neither add a plugin nor read one that was downloaded with credentials.
            Folders.CreatePrivate(store.Folder);
            var heldFile = await HeldFile.AcquireAsync(Path.Combine(store.Folder, ".changing"), store.OnWait, cancellationToken);
            try
            {
                var change = new StoreChange(store, heldFile);
                change.CleanUp();
                return change;
            }
            catch
            {
                heldFile.Dispose();
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
        Guard(() => Folders.CreatePrivate(folder));
        return folder;
    }

    /// <summary>Moves a complete folder in and puts this version in use.</summary>
    public void Add(InstalledPlugin plugin, string folder) => Guard(() =>
    {
        // Before the move, because this step fails on a full disk.
        var next = Prepare(Lock.With(plugin));
        var place = store.FolderOf(plugin);
        Folders.CreatePrivate(Path.GetDirectoryName(place)!);
        // Left behind by a crash, or damaged since it was installed.
        MoveAway(place);
        try
        {
            Directory.Move(folder, place);
        }
        finally
        {
            RemoveIfEmpty(Path.GetDirectoryName(place)!);
        }
        Commit(next);
    });

    /// <summary>Puts another of the installed versions in use.</summary>
    public void Use(InstalledPlugin plugin) => Guard(() => Commit(Prepare(Lock.With(plugin))));

    public void Remove(InstalledPlugin plugin) => Guard(() =>
    {
        Commit(Prepare(Lock.Without(plugin)));
        var place = store.FolderOf(plugin);
        MoveAway(place);
        CleanUp();
        RemoveIfEmpty(Path.GetDirectoryName(place)!);
    });

    public void Dispose()
    {
        try
        {
            CleanUp();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The change itself is complete or undone. The next change deletes what is left.
        }
        heldFile.Dispose();
    }

    /// <summary>Writes a lock beside the current one and flushes it to disk: a crash of the machine then never leaves half a lock.</summary>
    private (PluginLock Lock, string Path) Prepare(PluginLock next)
    {
        var path = Path.Combine(NewFolder(), "lock.json");
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(LockFile.ToBytes(next));
        file.Flush(flushToDisk: true);
        return (next, path);
    }

    /// <summary>Replaces the current lock in one step.</summary>
    private void Commit((PluginLock Lock, string Path) next)
    {
        File.Move(next.Path, store.LockPath, overwrite: true);
        Lock = next.Lock;
    }

    private void MoveAway(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Move(folder, Path.Combine(NewFolder(), "gone"));
    }

    private void CleanUp()
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
        $"The plugins in {store.Folder} cannot be changed: {exception.Message.TrimEnd('.')}. Free disk space, correct the permissions, or set {PluginStore.HomeVariable} to another folder.", exception);
}
