using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>How a process ended, as <c>wait4</c> reports it.</summary>
internal readonly record struct ExitStatus(int Raw)
{
    /// <summary>Of a process that something else in this process has waited for. As process 1 of a container, .NET reaps every child once it has started one
    /// itself.</summary>
    public static readonly ExitStatus Unknown = new(-1);

    private static readonly Dictionary<int, string> SignalNames = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [5] = "SIGTRAP",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [10] = "SIGUSR1",
        [11] = "SIGSEGV",
        [12] = "SIGUSR2",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
        [31] = "SIGSYS",
    };

    /// <summary>Whether the system killed it because memory ran out.</summary>
    public bool LackedMemory { get; init; }

    public bool IsKilled => Signal == LibC.SIGKILL;

    /// <summary>The signal that killed the process, or 0.</summary>
    private int Signal => Raw & 0x7F;

    private int Code => (Raw >> 8) & 0xFF;

    /// <summary>For a table: <c>SIGSEGV</c>, <c>exit 3</c>.</summary>
    public string Name => Raw == Unknown.Raw ? "unknown exit" : Signal == 0 ? $"exit {Code}" : SignalNames.GetValueOrDefault(Signal, $"signal {Signal}");

    /// <summary>How a process ended that has been reaped. Linux tells since 6.15.</summary>
    /// <param name="descriptor">A descriptor of the process, opened while it lived.</param>
    public static unsafe ExitStatus OfReaped(int descriptor)
    {
        // _IOWR(0xFF, 11, struct pidfd_info) in its first version.
        const uint PIDFD_GET_INFO = 0xC040FF0B;
        const ulong PIDFD_INFO_EXIT = 1 << 3;
        var info = new ProcessInfo { Mask = PIDFD_INFO_EXIT };
        return LibC.ioctl(descriptor, PIDFD_GET_INFO, &info) == 0 && (info.Mask & PIDFD_INFO_EXIT) != 0 ? new ExitStatus(info.ExitCode) : Unknown;
    }

    public override string ToString() => Raw == Unknown.Raw ? "ended with an unknown exit status" : Signal == 0 ? $"exited with code {Code}" : $"was killed by {Name}{(LackedMemory ? " because memory ran out" : "")}";

    /// <summary>struct pidfd_info, of which only these fields are used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct ProcessInfo
    {
        [FieldOffset(0)] public ulong Mask;
        [FieldOffset(60)] public int ExitCode;
    }
}
