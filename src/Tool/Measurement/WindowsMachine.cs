using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32;

namespace Partime.Tool.Measurement;

/// <summary>What Windows reports about the machine, where Linux has files.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class WindowsMachine
{
    private const string Library = "kernel32";
    private const string ProcessorKey = @"HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\CentralProcessor\0";

    public static Processor Processor
    {
        get
        {
            var (cores, hasSmt) = Cores();
            var logical = (int)GetActiveProcessorCount(ushort.MaxValue);
            using var self = Process.GetCurrentProcess();
            return new Processor
            {
                Model = (Registry.GetValue(ProcessorKey, "ProcessorNameString", null) as string)?.Trim(),
                LogicalCpus = logical > 0 ? logical : null,
                PhysicalCores = cores > 0 ? cores : null,
                Smt = cores > 0 ? hasSmt : null,
                Hypervisor = Processor.IsGuest() ? Processor.HypervisorOf(Processor.HypervisorSignature()) ?? Processor.UnknownHypervisor : null,
                // The mask has room for one group of processors, and means the first one then.
                AllowedCpus = logical <= 64 ? BitOperations.PopCount((ulong)self.ProcessorAffinity) : null,
            };
        }
    }

    public static long? MemoryBytes
    {
        get
        {
            var status = new MemoryStatus { Length = (uint)sizeof(MemoryStatus) };
            return GlobalMemoryStatusEx(&status) != 0 ? (long)status.PhysicalBytes : null;
        }
    }

    public static PowerState Power
    {
        get
        {
            const byte NoBattery = 128;
            PowerStatus status;
            var hasBattery = GetSystemPowerStatus(&status) != 0 && (status.Battery & NoBattery) == 0;
            return new PowerState(hasBattery ? status.LineIsOn == 0 : null, Governor: null, IsKeptSlow: false);
        }
    }

    /// <summary>The CPU time of all programs on all CPUs.</summary>
    public static double? BusySeconds
    {
        get
        {
            long idle, kernel, user;
            // The kernel's time includes that in which CPUs were idle.
            return GetSystemTimes(&idle, &kernel, &user) != 0 ? TimeSpan.FromTicks(kernel - idle + user).TotalSeconds : null;
        }
    }

    /// <summary>A list of records of different lengths, one for each core.</summary>
    private static (int Count, bool HaveThreads) Cores()
    {
        const int RelationProcessorCore = 0, SizeAt = 4, FlagsAt = 8;
        uint length = 0;
        _ = GetLogicalProcessorInformationEx(RelationProcessorCore, null, &length);
        var (records, cores, haveThreads) = (new byte[length], 0, false);
        fixed (byte* start = records)
            if (length == 0 || GetLogicalProcessorInformationEx(RelationProcessorCore, start, &length) == 0)
                return default;
        for (var at = 0; at < length; at += BitConverter.ToInt32(records, at + SizeAt))
            (cores, haveThreads) = (cores + 1, haveThreads | records[at + FlagsAt] != 0);
        return (cores, haveThreads);
    }

    [LibraryImport(Library)]
    private static partial uint GetActiveProcessorCount(ushort group);

    [LibraryImport(Library)]
    private static partial int GetLogicalProcessorInformationEx(int relation, byte* records, uint* length);

    [LibraryImport(Library)]
    private static partial int GlobalMemoryStatusEx(MemoryStatus* status);

    [LibraryImport(Library)]
    private static partial int GetSystemPowerStatus(PowerStatus* status);

    [LibraryImport(Library)]
    private static partial int GetSystemTimes(long* idle, long* kernel, long* user);

    /// <summary>MEMORYSTATUSEX, of which only these fields are used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct MemoryStatus
    {
        [FieldOffset(0)] public uint Length;
        [FieldOffset(8)] public ulong PhysicalBytes;
    }

    /// <summary>SYSTEM_POWER_STATUS, of which only these fields are used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 12)]
    private struct PowerStatus
    {
        [FieldOffset(0)] public byte LineIsOn;
        [FieldOffset(1)] public byte Battery;
    }
}
