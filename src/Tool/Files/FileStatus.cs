namespace Partime.Tool.Files;

/// <summary>What Linux knows of a file and .NET does not tell.</summary>
/// <param name="Identity">The same for all names of one file, and no path.</param>
/// <param name="IsRegular">Whether it is a file and no folder, pipe or device.</param>
/// <param name="Owner">The user and the group that it belongs to.</param>
/// <param name="IsMountPoint">Whether something is mounted there, as containers do with single files.</param>
internal sealed record FileStatus(string Identity, bool IsRegular, (uint User, uint Group) Owner, bool IsMountPoint)
{
    /// <returns><see langword="null"/> if there is no such file, or on other systems.</returns>
    public static FileStatus? Of(string path) => Read(LibC.AT_FDCWD, path, flags: 0);

    /// <summary>Of an open file, which may have lost its name.</summary>
    public static FileStatus? Of(FileStream file) => Of((int)file.SafeFileHandle.DangerousGetHandle());

    public static FileStatus? Of(int descriptor) => Read(descriptor, "", LibC.AT_EMPTY_PATH);

    /// <summary>Whether this process may make files in a folder, as far as the system tells without one being made.</summary>
    public static bool AllowsFilesIn(string folder) => OperatingSystem.IsWindows() || LibC.access(folder, LibC.W_OK | LibC.X_OK) == 0;

    private static unsafe FileStatus? Read(int descriptor, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var found = default(Statx);
        try
        {
            if (LibC.statx(descriptor, path, flags, LibC.STATX_BASIC_STATS, &found) != 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            // Older versions of musl have no statx.
            return null;
        }
        return new FileStatus($"{found.DeviceMajor}:{found.DeviceMinor}:{found.Inode}", (found.Mode & LibC.S_IFMT) == LibC.S_IFREG, (found.User, found.Group),
            (found.Attributes & LibC.STATX_ATTR_MOUNT_ROOT) != 0);
    }
}
