using System.Diagnostics;
using System.Globalization;
using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>The system's counters at one moment. The difference between two readings is what happened in between.</summary>
internal sealed record SystemReading
{
    /// <summary>The unit of /proc/stat on every Linux that .NET runs on.</summary>
    public const double TickSeconds = 0.01;

    /// <summary>Smaller differences may come from the rounding of two readings.</summary>
    public const double MinSeconds = 3 * TickSeconds;

    private static readonly SystemFiles Files = new();
    private static readonly Cgroup Limits = Cgroup.Of(Files);
    private static ProcessorCounters? instructions;
    private static ProcessorCounters? cycles;

    public long Timestamp { get; init; }

    /// <summary>The load average of the last minute.</summary>
    public double? Load { get; init; }

    /// <summary>The CPU time of all programs on all CPUs.</summary>
    public double? BusySeconds { get; init; }

    /// <summary>The time during which the host gave busy CPUs to other virtual machines, summed over CPUs.</summary>
    public double? StolenSeconds { get; init; }

    public double? ThrottledSeconds { get; init; }

    public PowerState Power { get; init; }

    /// <summary>How long the garbage collector has stopped this process.</summary>
    public double GcPauseSeconds { get; init; }

    public Compilation Compilation { get; init; }

    /// <summary>How often threads of this process have given up their CPU to wait for something.</summary>
    public long? Waits { get; init; }

    /// <summary>What the processor has executed for this process and its workers; <see langword="null"/> unless <see cref="CountInstructions"/> found counters.</summary>
    public double? Instructions { get; init; }

    /// <summary>The cycles that took.</summary>
    public double? Cycles { get; init; }

    /// <summary>Counts instructions from now on, where the system can.</summary>
    public static void CountInstructions() =>
        (instructions, cycles) = (ProcessorCounters.Open(ProcessorCounters.Instructions), ProcessorCounters.Open(ProcessorCounters.Cycles));

    public static SystemReading Take() => Of(Files, Limits);

    public static SystemReading Of(SystemFiles files, Cgroup limits)
    {
        var load = files.Text("proc/loadavg")?.Split(' ')[0];
        var cpu = CpuSeconds.Of(files.Text("proc/stat")?.Split('\n', 2)[0]);
        return new SystemReading
        {
            Timestamp = Stopwatch.GetTimestamp(),
            Load = SystemFiles.NumberFrom(load),
            BusySeconds = OperatingSystem.IsWindows() ? WindowsMachine.BusySeconds : cpu?.Busy,
            StolenSeconds = cpu?.Stolen,
            ThrottledSeconds = limits.ThrottledSeconds(files),
            Power = PowerState.Of(files),
            GcPauseSeconds = GC.GetTotalPauseDuration().TotalSeconds,
            Compilation = Compilation.Now(),
            Waits = WaitsOfThisProcess(),
            Instructions = instructions?.Read(),
            Cycles = cycles?.Read(),
        };
    }

    private static unsafe long? WaitsOfThisProcess()
    {
        ResourceUsage usage;
        return OperatingSystem.IsLinux() && LibC.getrusage(LibC.RUSAGE_SELF, &usage) == 0 ? usage.Waits : null;
    }

    /// <summary>The CPU time of all programs, and that of others on the same host.</summary>
    private sealed record CpuSeconds(double Busy, double Stolen)
    {
        /// <param name="line"><c>cpu user nice system idle iowait irq softirq steal guest guest_nice</c>, where guest time is also in user time.</param>
        public static CpuSeconds? Of(string? line)
        {
            if (line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["cpu", .. { Length: >= 8 } fields])
                return null;
            var ticks = new long[8];
            for (var i = 0; i < ticks.Length; i++)
                if (!long.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out ticks[i]))
                    return null;
            return new CpuSeconds((ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) * TickSeconds, ticks[7] * TickSeconds);
        }
    }
}
