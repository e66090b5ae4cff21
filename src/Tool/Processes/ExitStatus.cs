using System.Globalization;
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
        [OperatingSystem.IsMacOS() ? 10 : 7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [OperatingSystem.IsMacOS() ? 30 : 10] = "SIGUSR1",
        [11] = "SIGSEGV",
        [OperatingSystem.IsMacOS() ? 31 : 12] = "SIGUSR2",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
        [OperatingSystem.IsMacOS() ? 12 : 31] = "SIGSYS",
    };

    /// <summary>How it ended, as .NET reports it. Outside of Windows a signal is 128 and its number; so is such an exit code, which is rare.</summary>
    public static ExitStatus OfCode(int code, bool isWindows)
    {
        const int OfSignal = 128, MaxSignal = 64, MaxShort = 255;
        return isWindows && code is < 0 or > MaxShort ? new ExitStatus(MaxShort << 8) { WindowsCode = (uint)code }
            : !isWindows && code is > OfSignal and <= OfSignal + MaxSignal ? new ExitStatus(code - OfSignal)
            : new ExitStatus(code << 8);
    }

    /// <summary>Of Windows, if it is more than a byte: most are the reasons of the system for an end.</summary>
    public uint WindowsCode { get; init; }

    /// <summary>Whether the system killed it because memory ran out.</summary>
    public bool LackedMemory { get; init; }

    public bool IsKilled => Signal == LibC.SIGKILL;

    /// <summary>The signal that killed the process, or 0.</summary>
    private int Signal => Raw & 0x7F;

    private string Code => WindowsCode > 0 ? string.Create(CultureInfo.InvariantCulture, $"0x{WindowsCode:X8}") : ((Raw >> 8) & 0xFF).ToString(CultureInfo.InvariantCulture);

    private string WindowsReason => WindowsCode switch
    {
        0xC0000005 => " (access violation)",
        0xC00000FD => " (stack overflow)",
        0xC0000409 or 0xC0000602 or 0x80131623 => " (fail fast)",
        0xE0434352 => " (unhandled exception)",
        _ => "",
    };

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

    public override string ToString() => Raw == Unknown.Raw ? "ended with an unknown exit status" : Signal == 0 ? $"exited with code {Code}{WindowsReason}" : $"was killed by {Name}{(LackedMemory ? " because memory ran out" : "")}";

    /// <summary>struct pidfd_info, of which only these fields are used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct ProcessInfo
    {
        [FieldOffset(0)] public ulong Mask;
        [FieldOffset(60)] public int ExitCode;
    }
}
