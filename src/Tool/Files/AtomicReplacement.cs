using System.Text;

namespace Partime.Tool.Files;

/// <summary>A new file that replaces another one: it is written beside it under a temporary name, and renamed when its start is complete.
/// Until then the other one is as it was, however the command ends.</summary>
internal sealed class AtomicReplacement : IDisposable
{
    private const int MaxNameBytes = 255;

    private readonly string target;
    private readonly string path;
    private readonly UnixFileMode? mode;
    private bool isCommitted;

    private AtomicReplacement(string target, UnixFileMode? mode)
    {
        this.target = target;
        this.mode = mode;
        path = Path.Combine(Path.GetDirectoryName(target)!, $".partime-{Path.GetRandomFileName()}");
    }

    /// <summary>Finds out whether there can be one, by making one and removing it again.</summary>
    /// <param name="target">The file, with all symbolic links resolved.</param>
    /// <param name="existing">The existing file, open for writing; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="null"/> if the existing file can only be overwritten.</returns>
    public static AtomicReplacement? Of(string target, FileStream? existing)
    {
        // Windows renames no open file.
        if (OperatingSystem.IsWindows())
            return null;
        if (existing is null)
            EnsureNameIsPossible(target);
        var replacement = new AtomicReplacement(target, existing is null ? null : File.GetUnixFileMode(existing.SafeFileHandle));
        try
        {
            using var trial = replacement.Create();
            trial.WriteByte(0);
            return existing is null || CanReplace(existing, trial) ? replacement : null;
        }
        catch (UnauthorizedAccessException) when (existing is not null)
        {
            return null;
        }
        finally
        {
            replacement.Dispose();
        }
    }

    /// <summary>Refuses a file that could not be made, without making it: a program that waits for the file must not see it come and go.</summary>
    public static void EnsureNameIsPossible(string target)
    {
        var folder = Path.GetDirectoryName(target);
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
            if (File.Exists(above))
                throw new IOException($"'{above}' is a file, and no folder");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'");
        if (!FileStatus.AllowsFilesIn(folder))
            throw new UnauthorizedAccessException($"Access to the folder '{folder}' is denied");
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(target)) > MaxNameBytes)
            throw new PathTooLongException($"A file's name can have {MaxNameBytes} bytes");
    }

    public FileStream Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (OperatingSystem.IsWindows() || mode is null)
            return new FileStream(path, options);
        options.UnixCreateMode = mode;
        var stream = new FileStream(path, options);
        // The umask of this process must not change the mode that the user gave the existing file.
        File.SetUnixFileMode(stream.SafeFileHandle, mode.Value);
        return stream;
    }

    /// <summary>Where there was no file, there must still be none: another session may have written it, whose results must not be lost.</summary>
    public void Commit()
    {
        try
        {
            File.Move(path, target, overwrite: mode is not null);
        }
        catch (IOException exception) when (mode is null && File.Exists(target))
        {
            throw new PartimeException($"Cannot write to {target}: another program has created it since the session began. The results are not in it.", exception);
        }
        isCommitted = true;
    }

    /// <summary>Removes the new file unless it is committed, or its folder is gone.</summary>
    public void Dispose()
    {
        if (!isCommitted && File.Exists(path))
            File.Delete(path);
    }

    /// <summary>A rename would change the owner of another user's file, and fails over a mount point.</summary>
    private static bool CanReplace(FileStream existing, FileStream trial) =>
        FileStatus.Of(existing) is not { } old || (!old.IsMountPoint && old.Owner == FileStatus.Of(trial)?.Owner);
}
