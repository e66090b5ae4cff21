using System.Runtime.InteropServices;

[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]

namespace Partime.Plugins.Command;

/// <summary>What .NET does not offer for starting programs and waiting for them. Numbers are those of Linux on x64 and arm64.</summary>
internal static unsafe partial class LibC
{
    public const int ENOENT = 2, EINTR = 4, E2BIG = 7, ENOEXEC = 8, EAGAIN = 11, EACCES = 13, ENFILE = 23, EMFILE = 24;
    public const int SIGKILL = 9, SIGSTOP = 19;
    public const int F_GETFL = 3, F_SETFL = 4, F_SETOWN = 8, F_SETSIG = 10;
    public const int O_RDWR = 2, O_ASYNC = 0x2000, O_CLOEXEC = 0x80000;
    public const int MFD_CLOEXEC = 1, EFD_CLOEXEC = 0x80000, EFD_NONBLOCK = 0x800;
    public const int RUSAGE_SELF = 0, X_OK = 1;
    public const short POLLIN = 1;
    public const short POSIX_SPAWN_SETSIGDEF = 4, POSIX_SPAWN_SETSIGMASK = 8, POSIX_SPAWN_SETSID = 0x80;

    private const string Library = "libc";
    private const nint SysPidfdOpen = 434;

    public static int pidfd_open(int pid) => (int)syscall(SysPidfdOpen, pid, 0);

    /// <summary>Whether a path names a file, and no folder, pipe, device or broken link, without opening it.</summary>
    public static bool IsRegularFile(string path)
    {
        const int AT_FDCWD = -100, STATX_TYPE = 1, S_IFMT = 0xF000, S_IFREG = 0x8000, StatxBytes = 256, ModeOffset = 28;
        if (!OperatingSystem.IsLinux())
            return File.Exists(path);
        var found = stackalloc byte[StatxBytes];
        using var name = new NativeText(System.Text.Encoding.UTF8.GetBytes(path));
        return statx(AT_FDCWD, name.Bytes, 0, STATX_TYPE, found) == 0 && (*(ushort*)(found + ModeOffset) & S_IFMT) == S_IFREG;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int open(byte* path, int flags, int mode);

    [LibraryImport(Library)]
    public static partial int close(int fd);

    [LibraryImport(Library)]
    public static partial int access(byte* path, int mode);

    [LibraryImport(Library)]
    private static partial int statx(int folder, byte* path, int flags, uint mask, byte* found);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int fd, int command, nint argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int fd, byte* buffer, nint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int fd, byte* buffer, nint count);

    [LibraryImport(Library)]
    public static partial nint lseek(int fd, nint offset, int from);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* fds, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int memfd_create(byte* name, uint flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(PollFd* fds, nuint count, int timeoutMs);

    [LibraryImport(Library)]
    public static partial int kill(int pid, int signal);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int wait4(int pid, int* status, int options, ResourceUsage* usage);

    [LibraryImport(Library)]
    public static partial int getrusage(int who, ResourceUsage* usage);

    [LibraryImport(Library)]
    public static partial int posix_spawn(int* pid, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    /// <summary>Since glibc 2.34, and not in every other C library.</summary>
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addclosefrom_np(byte* actions, int from);

    /// <summary>Since glibc 2.29.</summary>
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* set);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask(byte* attributes, byte* set);

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second);
}

[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    public int Fd;
    public short Events;
    public short Returned;
}

/// <summary>struct rusage.</summary>
[StructLayout(LayoutKind.Sequential, Size = 144)]
internal struct ResourceUsage
{
    public long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds;
    public long MaxKilobytes;
    private unsafe fixed long unused[6];
    public long BlocksRead, BlocksWritten;
    private unsafe fixed long unusedToo[3];
    public long VoluntarySwitches, InvoluntarySwitches;
}
