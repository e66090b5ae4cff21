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
