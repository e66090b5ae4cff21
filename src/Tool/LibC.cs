using System.Runtime.InteropServices;

[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling] // so that these calls are compiled ahead of time

namespace Partime.Tool;

/// <summary>The C library of Linux, for what .NET does not offer: worker processes, and details of files. Numbers are those of Linux on x64
/// and arm64.</summary>
internal static unsafe partial class LibC
{
    public const int EINTR = 4, EBADF = 9, EAGAIN = 11, ENFILE = 23, EMFILE = 24, EPIPE = 32, EADDRINUSE = 98;
    public const int SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGKILL = 9, SIGTERM = 15, SIGCHLD = 17, SIGCONT = 18, SIGSTOP = 19, SIGTSTP = 20;
    public const int P_PID = 1, WNOHANG = 1, WSTOPPED = 2, WCONTINUED = 8, CLD_STOPPED = 5;
    public const int CLOCK_MONOTONIC = 1, CLOCK_BOOTTIME = 7;
    public const nint SIG_DFL = 0, SIG_IGN = 1;
    public const int F_GETFD = 1, F_SETFD = 2, F_GETFL = 3, F_SETFL = 4, F_SETOWN = 8, F_SETSIG = 10, F_DUPFD_CLOEXEC = 1030;
    public const int FD_CLOEXEC = 1;
    public const int O_RDONLY = 0, O_PATH = 0x200000, O_RDWR = 2, O_ASYNC = 0x2000, O_CLOEXEC = 0x80000;
    public const int PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4, MAP_SHARED = 1, MAP_PRIVATE = 2;
    public const int LOCK_SH = 1, LOCK_EX = 2, LOCK_NB = 4;
    public const int SEEK_END = 2;
    public const int EFD_CLOEXEC = 0x80000, EFD_NONBLOCK = 0x800;
    public const int MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000;
    public const int AF_UNIX = 1, SOCK_DGRAM = 2, SOCK_SEQPACKET = 5, SOCK_CLOEXEC = 0x80000;
    public const short POLLIN = 1, POLLOUT = 4;
    public const int POSIX_SPAWN_SETSIGDEF = 4, POSIX_SPAWN_SETSIGMASK = 8, POSIX_SPAWN_SETSID = 0x80;
    public const int RUSAGE_SELF = 0, RUSAGE_CHILDREN = -1;
    public const int RLIMIT_NOFILE = 7;
    public const int AT_FDCWD = -100, AT_EMPTY_PATH = 0x1000, AT_SYMLINK_NOFOLLOW = 0x100;
    public const uint STATX_BASIC_STATS = 0x7ff;
    public const ulong STATX_ATTR_MOUNT_ROOT = 0x2000;
    public const int S_IFMT = 0xf000, S_IFREG = 0x8000, S_IFDIR = 0x4000, S_IFLNK = 0xa000, S_IFIFO = 0x1000, S_ISVTX = 0x200, S_IWOTH = 2;
    public const int W_OK = 2, X_OK = 1;

    private const string Library = "libc";
    private const nint SysPidfdOpen = 434;

    private static nint SysPerfEventOpen => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 241 : 298;

    /// <summary>A file that never has a name. Its flag contains O_DIRECTORY, which is another bit on arm64.</summary>
    public static int O_TMPFILE => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x404000 : 0x410000;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int open(string path, int flags, int mode);

    [LibraryImport(Library)]
    public static partial int close(int fd);

    /// <summary>In musl since 1.2.5.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int fd, string path, int flags, uint mask, Statx* status);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int access(string path, int mode);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkdir(string path, int mode);

    [LibraryImport(Library)]
    public static partial int flock(int fd, int operation);

    [LibraryImport(Library)]
    public static partial uint geteuid();

    [LibraryImport(Library)]
    public static partial int fchdir(int fd);

    [LibraryImport(Library)]
    public static partial int umask(int mask);

    [LibraryImport(Library)]
    public static partial int dup2(int from, int to);

    [LibraryImport(Library)]
    public static partial int setsid();

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int fd, int command, nint argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int fd, byte* buffer, nint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int fd, byte* buffer, nint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint pwrite(int fd, byte* buffer, nint count, long offset);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint send(int fd, byte* buffer, nint count, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recv(int fd, byte* buffer, nint count, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* fds, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(PollFd* fds, nuint count, int timeoutMs);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport(Library)]
    public static partial int posix_fallocate(int fd, long offset, long length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial byte* mmap(byte* address, nint length, int protection, int flags, int fd, long offset);

    [LibraryImport(Library)]
    public static partial int munmap(byte* address, nint length);

    [LibraryImport(Library)]
    public static partial int mprotect(byte* address, nint length, int protection);

    [LibraryImport(Library)]
    public static partial long lseek(int fd, long offset, int from);

    [LibraryImport(Library)]
    public static partial int kill(int pid, int signal);

    [LibraryImport(Library)]
    public static partial int ioctl(int fd, nuint request, void* argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int wait4(int pid, int* status, int options, ResourceUsage* usage);

    [LibraryImport(Library)]
    public static partial int waitid(int kind, int id, SignalInfo* info, int options);

    [LibraryImport(Library)]
    public static partial int clock_gettime(int clock, TimeSpec* time);

    [LibraryImport(Library)]
    public static partial int getrusage(int who, ResourceUsage* usage);

    /// <summary>The soft limit, then the hard one.</summary>
    [LibraryImport(Library)]
    public static partial int getrlimit(int resource, ulong* limits);

    [LibraryImport(Library)]
    public static partial nint signal(int number, nint handler);

    [LibraryImport(Library)]
    public static partial void _exit(int code);

    [LibraryImport(Library)]
    public static partial int posix_spawn(int* pid, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    /// <summary>Since glibc 2.29.</summary>
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addfchdir_np(byte* actions, int fd);

    /// <summary>Since glibc 2.34, and not in every other C library.</summary>
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addclosefrom_np(byte* actions, int from);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* set);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask(byte* attributes, byte* set);

    public static int pidfd_open(int pid) => (int)syscall(SysPidfdOpen, pid, 0);

    /// <summary>A counter of one thread, on whichever CPU it runs.</summary>
    public static int perf_event_open(PerfEventAttr attributes, int thread)
    {
        const int AnyCpu = -1, NoGroup = -1, PERF_FLAG_FD_CLOEXEC = 8;
        return (int)syscall(SysPerfEventOpen, (nint)(&attributes), thread, AnyCpu, NoGroup, PERF_FLAG_FD_CLOEXEC);
    }

    /// <summary>Whether a descriptor is an end of a channel made by <see cref="socketpair(int*)"/>.</summary>
    public static bool IsChannel(int fd)
    {
        const int SOL_SOCKET = 1, SO_TYPE = 3;
        var (type, length) = (0, sizeof(int));
        return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_SEQPACKET;
    }

    /// <summary>Raises a signal in this thread with the system's own action in place of a handler. Returns at once if that does nothing, and otherwise when the process
    /// is continued.</summary>
    public static void RaiseDefault(int signal)
    {
        // Larger than struct sigaction of every C library; all zero, it is SIG_DFL without flags.
        const int MaxActionBytes = 256;
        byte* standard = stackalloc byte[MaxActionBytes], before = stackalloc byte[MaxActionBytes];
        new Span<byte>(standard, MaxActionBytes).Clear();
        if (sigaction(signal, standard, before) != 0)
            return;
        _ = raise(signal);
        _ = sigaction(signal, before, null);
    }

    /// <summary>Two ends of a channel that keeps messages whole.</summary>
    public static int socketpair(int* fds) => socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds);

    /// <summary>The error message of the last call.</summary>
    public static string LastError => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second);

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport(Library)]
    private static partial int sigaction(int signal, byte* action, byte* before);

    [LibraryImport(Library)]
    private static partial int raise(int signal);

    [LibraryImport(Library)]
    private static partial int getsockopt(int fd, int level, int option, int* value, int* length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int bind(int fd, byte* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int socketpair(int domain, int type, int protocol, int* fds);
}
