using System.Runtime.InteropServices;

namespace Partime.Tool;

[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    public int Fd;
    public short Events;
    public short Returned;
}

/// <summary>struct siginfo_t as waitid fills it, of which only these fields are used.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SignalInfo
{
    [FieldOffset(8)] public int Code;
    [FieldOffset(16)] public int Pid;
}

[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;
}

/// <summary>struct rusage, of which only these fields are used.</summary>
[StructLayout(LayoutKind.Sequential, Size = 144)]
internal struct ResourceUsage
{
    private long userSeconds;
    private long userMicroseconds;
    private long systemSeconds;
    private long systemMicroseconds;
    private unsafe fixed long others[12];
    private long waits;

    /// <summary>How often a thread gave up its CPU to wait for something.</summary>
    public readonly long Waits => waits;

    public static ResourceUsage Of(long userTicks, long systemTicks) => new()
    {
        userMicroseconds = userTicks / TimeSpan.TicksPerMicrosecond,
        systemMicroseconds = systemTicks / TimeSpan.TicksPerMicrosecond,
    };

    public readonly TimeSpan User => TimeSpan.FromSeconds(userSeconds) + TimeSpan.FromMicroseconds(userMicroseconds);

    public readonly TimeSpan System => TimeSpan.FromSeconds(systemSeconds) + TimeSpan.FromMicroseconds(systemMicroseconds);
}

/// <summary>struct statx, of which only these fields are used. It is the same on all processors.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    [FieldOffset(8)] public ulong Attributes;
    [FieldOffset(20)] public uint User;
    [FieldOffset(24)] public uint Group;
    [FieldOffset(28)] public ushort Mode;
    [FieldOffset(32)] public ulong Inode;
    [FieldOffset(96)] public long ChangedSeconds;
    [FieldOffset(104)] public uint ChangedNanoseconds;
    [FieldOffset(136)] public uint DeviceMajor;
    [FieldOffset(140)] public uint DeviceMinor;
}

/// <summary>struct perf_event_attr in its first version: in user code only, with threads and processes that are started later.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal readonly struct PerfEventAttr(uint type, ulong number)
{
    private const int Bytes = 64;
    private const ulong WithTimes = 3, Inherit = 1 << 1, ExcludeKernel = 1 << 5, ExcludeHypervisor = 1 << 6;

    private readonly uint type = type;
    private readonly uint size = Bytes;
    private readonly ulong number = number;
    private readonly ulong samplePeriod;
    private readonly ulong sampleType;
    private readonly ulong readFormat = WithTimes;
    private readonly ulong flags = Inherit | ExcludeKernel | ExcludeHypervisor;
}

/// <summary>What a counter returns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct CountedEvents
{
    private readonly ulong value;
    private readonly ulong enabledNs;
    private readonly ulong runningNs;

    /// <summary>As if it had counted all the time.</summary>
    public double Estimate => runningNs == 0 ? 0 : value * ((double)enabledNs / runningNs);
}
