using System.Runtime.InteropServices;

namespace Partime.Tool.Reporting;

/// <summary>What Linux knows of a file and .NET does not tell.</summary>
/// <param name="Identity">The same for all names of one file, and no path.</param>
/// <param name="IsRegular">Whether it is a file and no folder, pipe or device.</param>
/// <param name="Owner">The user and the group that it belongs to.</param>
/// <param name="IsMountPoint">Whether something is mounted there, as containers do with single files.</param>
internal sealed partial record FileStatus(string Identity, bool IsRegular, (uint User, uint Group) Owner, bool IsMountPoint)
{
    private const int AT_FDCWD = -100, AT_EMPTY_PATH = 0x1000;
    private const uint STATX_BASIC_STATS = 0x7ff;
    private const ulong STATX_ATTR_MOUNT_ROOT = 0x2000;
    private const int W_OK = 2, X_OK = 1;
    private const int FormatMask = 0xf000, RegularFile = 0x8000;

    /// <returns><see langword="null"/> if there is no such file, or on other systems.</returns>
    public static FileStatus? Of(string path) => Read(AT_FDCWD, path, flags: 0);

    /// <summary>Of an open file, which may have lost its name.</summary>
    public static FileStatus? Of(FileStream file) => Of((int)file.SafeFileHandle.DangerousGetHandle());

    public static FileStatus? Of(int descriptor) => Read(descriptor, "", AT_EMPTY_PATH);

    /// <summary>Whether this process may make files in a folder, as far as the system tells without one being made.</summary>
    public static bool AllowsFilesIn(string folder) => OperatingSystem.IsWindows() || access(folder, W_OK | X_OK) == 0;

    private static unsafe FileStatus? Read(int descriptor, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var found = default(Statx);
        try
        {
            if (statx(descriptor, path, flags, STATX_BASIC_STATS, &found) != 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            // musl has it since 1.2.5.
            return null;
        }
        return new FileStatus($"{found.DeviceMajor}:{found.DeviceMinor}:{found.Inode}", (found.Mode & FormatMask) == RegularFile, (found.User, found.Group),
            (found.Attributes & STATX_ATTR_MOUNT_ROOT) != 0);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int descriptor, string path, int flags, uint mask, Statx* status);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int access(string path, int mode);

    /// <summary>struct statx, as far as it is of use here. It is the same on all processors.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(8)] public ulong Attributes;
        [FieldOffset(20)] public uint User;
        [FieldOffset(24)] public uint Group;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
