using System.Text;

namespace Partime.Tool.Files;

/// <summary>What takes the place of a file: it is written beside it under another name, and renamed when it is fit to be seen.
/// Until then the file is as it was, however the command ends.</summary>
internal sealed class Replacement : IDisposable
{
    private const int LongestName = 255;

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
            EnsureNameIsPossible(target);
        var replacement = new Replacement(target, former is null ? null : File.GetUnixFileMode(former.SafeFileHandle));
        try
        {
            using var trial = replacement.Create();
            trial.WriteByte(0);
            return former is null || IsLike(former, trial) ? replacement : null;
        }
        catch (UnauthorizedAccessException) when (former is not null)
        {
            return null;
        }
        finally
        {
            replacement.Dispose();
        }
    }

    /// <summary>Refuses a file that could not be made, and makes none: whoever waits for the file is not to see one that is gone again.</summary>
    public static void EnsureNameIsPossible(string target)
    {
        var folder = Path.GetDirectoryName(target);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'");
        if (!FileStatus.AllowsFilesIn(folder))
            throw new UnauthorizedAccessException($"Access to the folder '{folder}' is denied");
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(target)) > LongestName)
            throw new PathTooLongException($"A file's name can have {LongestName} bytes");
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

    public void Commit()
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
