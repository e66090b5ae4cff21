namespace Partime.Tool.Reporting;

/// <summary>What takes the place of a file: it is written beside it under another name, and renamed when it is fit to be seen.
/// Until then the file is as it was, however the command ends.</summary>
internal sealed class Replacement : IDisposable
{
    private readonly string target;
    private readonly string path;
    private readonly UnixFileMode? mode;
    private bool isInPlace;

    private Replacement(string target, UnixFileMode? mode)
    {
        this.target = target;
        this.mode = mode;
        path = Path.Combine(Path.GetDirectoryName(target)!, $".partime-{Path.GetRandomFileName()}");
    }

    /// <summary>Finds out whether there can be one, by making one and taking it away again.</summary>
    /// <param name="target">The file, behind all links.</param>
    /// <param name="former">What is there, open for writing; <see langword="null"/> if nothing is.</param>
    /// <returns><see langword="null"/> if the file that is there can only be written over.</returns>
    public static Replacement? Of(string target, FileStream? former)
    {
        // Windows renames nothing that is open.
        if (OperatingSystem.IsWindows())
            return null;
        if (former is null)
            return OfNew(target);
        var replacement = new Replacement(target, File.GetUnixFileMode(former.SafeFileHandle));
        try
        {
            using var trial = replacement.Create();
            trial.WriteByte(0);
            return IsLike(former, trial) ? replacement : null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            replacement.Dispose();
        }
    }

    /// <summary>Tries with the name itself, which may be one that no file can have.</summary>
    private static Replacement OfNew(string target)
    {
        using (var trial = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0))
            try
            {
                trial.WriteByte(0);
            }
            finally
            {
                File.Delete(target);
            }
        return new Replacement(target, mode: null);
    }

    public FileStream Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (OperatingSystem.IsWindows() || mode is null)
            return new FileStream(path, options);
        options.UnixCreateMode = mode;
        var stream = new FileStream(path, options);
        // The mask of this process does not count for what others have chosen.
        File.SetUnixFileMode(stream.SafeFileHandle, mode.Value);
        return stream;
    }

    public void TakePlace()
    {
        File.Move(path, target, overwrite: true);
        isInPlace = true;
    }

    /// <summary>Leaves nothing behind that has not taken its place.</summary>
    public void Dispose()
    {
        if (!isInPlace)
            File.Delete(path);
    }

    /// <summary>A file of somebody else would become one's own, and what is mounted cannot be renamed over.</summary>
    private static bool IsLike(FileStream former, FileStream trial) =>
        FileStatus.Of(former) is not { } old || (!old.IsMountPoint && old.Owner == FileStatus.Of(trial)?.Owner);
}
