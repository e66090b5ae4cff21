using System.Runtime.Versioning;

namespace Partime.Tool.Plugins;

/// <summary>A copy of a folder that only this user may read, for as long as this process lives. A lock on the folder tells others that it is in use; a process
/// that is killed leaves the folder without a lock, and the next one that makes such a folder deletes it.</summary>
internal sealed class PrivateFolder : IDisposable
{
    /// <summary>How the names of such folders begin.</summary>
    public const string Prefix = "partime-plugin-";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private int descriptor;

    private PrivateFolder(string path, int descriptor) => (Path, this.descriptor) = (path, descriptor);

    public string Path { get; }

    /// <returns><see langword="null"/> if the place does not serve: full, not writable, or mounted so that no code in it can be loaded.</returns>
    public static PrivateFolder? TryCreate(string place, FolderContents contents)
    {
        // Elsewhere no workers start later, and Windows lets nothing replace a file that is in use.
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            var folder = Create(place);
            try
            {
                DeleteAbandoned(place);
                return folder is not null && folder.Fill(contents) ? folder : null;
            }
            catch
            {
                folder?.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Also while this process has files in it mapped: they remain until it ends.</summary>
    public void Dispose()
    {
        var held = Interlocked.Exchange(ref descriptor, -1);
        if (held < 0)
            return;
        Delete(Path);
        _ = LibC.close(held);
    }

    [SupportedOSPlatform("linux")]
    private static PrivateFolder? Create(string place)
    {
        Directory.CreateDirectory(place, OwnerOnly);
        var path = System.IO.Path.Combine(place, $"{Prefix}{Environment.ProcessId}-{System.IO.Path.GetRandomFileName()}");
        if (LibC.mkdir(path, (int)OwnerOnly) != 0)
            return null;
        var descriptor = LibC.open(path, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        var folder = new PrivateFolder(path, descriptor);
        // Before it was locked, another process may have taken it for abandoned.
        if (descriptor >= 0 && LibC.flock(descriptor, LibC.LOCK_EX | LibC.LOCK_NB) == 0 && Directory.Exists(path))
            return folder;
        folder.Dispose();
        return null;
    }

    private bool Fill(FolderContents contents)
    {
        foreach (var below in contents.Subfolders)
            Directory.CreateDirectory(System.IO.Path.Combine(Path, below));
        foreach (var link in contents.Links)
            File.CreateSymbolicLink(System.IO.Path.Combine(Path, contents.Relative(link)), link.LinkTarget!);
        foreach (var file in contents.Files)
        {
            var copy = System.IO.Path.Combine(Path, contents.Relative(file));
            // Pipes and devices have the length 0 too, and reading one may never end.
            if ((file.LinkTarget is null ? file.Length : ((FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!).Length) == 0)
                File.WriteAllBytes(copy, []);
            else
                // Shares the blocks where the file system can, and else copies within the system.
                File.Copy(file.FullName, copy);
        }
        if (contents.Files.Count == 0 || CanLoadCode(System.IO.Path.Combine(Path, contents.Relative(contents.Files.MaxBy(file => file.Length)!))))
            return true;
        Dispose();
        return false;
    }

    /// <summary>Whether the system maps the file as code, which it refuses on a file system mounted with <c>noexec</c>.</summary>
    private static unsafe bool CanLoadCode(string file)
    {
        var descriptor = LibC.open(file, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        if (descriptor < 0)
            return false;
        var start = LibC.mmap(null, 1, LibC.PROT_READ | LibC.PROT_EXEC, LibC.MAP_PRIVATE, descriptor, 0);
        _ = LibC.close(descriptor);
        return (nint)start != -1 && LibC.munmap(start, 1) == 0;
    }

    /// <summary>Deletes what killed sessions of this user have left behind.</summary>
    private static void DeleteAbandoned(string place)
    {
        foreach (var path in Directory.EnumerateDirectories(place, Prefix + "*"))
        {
            var descriptor = IsOurs(path) ? LibC.open(path, LibC.O_RDONLY | LibC.O_CLOEXEC, 0) : -1;
            if (descriptor < 0)
                continue;
            if (LibC.flock(descriptor, LibC.LOCK_EX | LibC.LOCK_NB) == 0)
                Delete(path);
            _ = LibC.close(descriptor);
        }
    }

    /// <summary>In a folder of another user, that user could put a link to files of ours while we delete.</summary>
    private static bool IsOurs(string path) => FileStatus.OfLink(path) is { IsFolder: true } folder && folder.Owner.User == LibC.geteuid();

    private static void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Something else is at work in it. The next session tries again.
        }
    }
}
