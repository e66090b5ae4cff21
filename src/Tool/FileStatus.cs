namespace Partime.Tool;

/// <summary>What Linux knows of a file and .NET does not tell.</summary>
/// <param name="Identity">The same for all names of one file, and no path.</param>
/// <param name="IsRegular">Whether it is a file and no folder, pipe or device.</param>
/// <param name="IsPipe">Whether it is a pipe, with or without a name.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="IsLink">Whether it is a symbolic link.</param>
/// <param name="IsShared">Whether it is a folder in which everyone may make files, and only their owners may remove them.</param>
/// <param name="Owner">The user and the group that it belongs to.</param>
/// <param name="IsMountPoint">Whether something is mounted there, as containers do with single files.</param>
internal sealed record FileStatus(string Identity, bool IsRegular, bool IsPipe, bool IsFolder, bool IsLink, bool IsShared, (uint User, uint Group) Owner, bool IsMountPoint)
{
    private const int SharedBits = LibC.S_ISVTX | LibC.S_IWOTH;

    /// <returns><see langword="null"/> if there is no such file, or on other systems.</returns>
    public static FileStatus? Of(string path) => Read(LibC.AT_FDCWD, path, flags: 0);

    /// <summary>Of a link itself, if the path names one.</summary>
    public static FileStatus? OfLink(string path) => Read(LibC.AT_FDCWD, path, LibC.AT_SYMLINK_NOFOLLOW);

    /// <summary>Of an open file, which may have lost its name.</summary>
    public static FileStatus? Of(FileStream file) => Of((int)file.SafeFileHandle.DangerousGetHandle());

    public static FileStatus? Of(int descriptor) => Read(descriptor, "", LibC.AT_EMPTY_PATH);

    /// <summary>Whether this process may make files in a folder, as far as the system tells without one being made.</summary>
    public static bool AllowsFilesIn(string folder) => OperatingSystem.IsWindows() || LibC.access(folder, LibC.W_OK | LibC.X_OK) == 0;

    /// <summary>Which file a path names, with the time of its last change of any kind, which programs cannot set; empty if that is not known.</summary>
    public static string VersionOf(string path) =>
        Stat(LibC.AT_FDCWD, path, flags: 0) is { } found ? $"{IdentityOf(found)} {found.ChangedSeconds}.{found.ChangedNanoseconds}" : "";

    private static FileStatus? Read(int descriptor, string path, int flags)
    {
        if (Stat(descriptor, path, flags) is not { } found)
            return null;
        var kind = found.Mode & LibC.S_IFMT;
        return new FileStatus(IdentityOf(found), kind == LibC.S_IFREG, kind == LibC.S_IFIFO, kind == LibC.S_IFDIR, kind == LibC.S_IFLNK, kind == LibC.S_IFDIR && (found.Mode & SharedBits) == SharedBits, (found.User, found.Group), (found.Attributes & LibC.STATX_ATTR_MOUNT_ROOT) != 0);
    }

    private static string IdentityOf(Statx found) => $"{found.DeviceMajor}:{found.DeviceMinor}:{found.Inode}";

    private static unsafe Statx? Stat(int descriptor, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        Statx found = default;
        try
        {
            return LibC.statx(descriptor, path, flags, LibC.STATX_BASIC_STATS, &found) == 0 ? found : null;
        }
        catch (EntryPointNotFoundException)
        {
            // Older versions of musl have no statx.
            return null;
        }
    }
}
