using System.Diagnostics;
using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>What the clock and the counters showed for one run.</summary>
/// <param name="Times">How long it took.</param>
/// <param name="Costs">What else it took.</param>
/// <param name="Error">Why the executor failed; <see langword="null"/> if it did not fail, or only because the run was cancelled.</param>
internal sealed record RunMeasurement(RunTimes Times, RunCosts Costs, string? Error)
{
    /// <summary>The system's counters just before and just after the timed part; <see langword="null"/> if they were not read.</summary>
    public (SystemReading Before, SystemReading After)? Readings { get; init; }

    /// <summary>How the workers spent the time.</summary>
    public WorkerTime WorkerTimeOf(TaskLog log, int workers) => WorkerTime.Of(Times, workers, log) with
    {
        NodeWait = Costs.NodeWait?.TotalSeconds,
        CpuWait = CpuWaitSeconds(workers),
        GcWait = GcWaitSeconds(workers),
    };

    /// <summary>Asynchronous tasks go on in threads of the pool, and those that look for more of it wait as well. More than all workers could have waited was not theirs.</summary>
    private double? CpuWaitSeconds(int workers) => Costs.CpuWait?.TotalSeconds is { } wait && wait <= workers * Times.WallSeconds ? wait : null;

    /// <summary>A pause of the garbage collector stops all workers of a process; a worker process has one.</summary>
    private double GcWaitSeconds(int workers) =>
        Costs.Processes is not null ? Costs.GcPause?.TotalSeconds ?? 0
            : workers * (Costs.GcPause?.TotalSeconds ?? (Readings is var (before, after) ? after.GcPauseSeconds - before.GcPauseSeconds : 0));

    /// <summary>Whether the error is that something has overwritten the board, so that nothing on it counts.</summary>
    public bool IsOverwritten { get; init; }

    /// <summary>Whether the costs include everything that the run took between the two readings.</summary>
    public bool HasAllCosts { get; init; } = true;
}

/// <summary>The four time stamps of a run, in ticks: pool requested, pool ready, tasks done, pool gone.</summary>
internal readonly record struct RunTimes(long Asked, long Ready, long Done, long Gone)
{
    public double WallSeconds => Ticks.ToSeconds(Gone - Asked);

    public double StartupSeconds => Ticks.ToSeconds(Ready - Asked);

    public double RunSeconds => Ticks.ToSeconds(Done - Ready);

    public double ShutdownSeconds => Ticks.ToSeconds(Gone - Done);
}

/// <summary>What a run took besides time: this process's part plus that of its worker processes, if there were any.</summary>
internal sealed record RunCosts(CpuTime Cpu)
{
    /// <summary>In bytes, summed over the worker processes; <see langword="null"/> without worker processes.</summary>
    public long? PeakRssBytes { get; init; }

    /// <summary>The number of worker processes that were started.</summary>
    public int? Processes { get; init; }

    /// <summary>The mean time from the start of a worker process until it was ready.</summary>
    public TimeSpan? BootMean { get; init; }

    public TimeSpan? WorkerCpuMin { get; init; }

    public TimeSpan? WorkerCpuMax { get; init; }

    /// <summary>How long the garbage collector stopped worker processes, summed.</summary>
    public TimeSpan? GcPause { get; init; }

    /// <summary>How long workers of nodes waited for their next tasks, summed; <see langword="null"/> without nodes.</summary>
    public TimeSpan? NodeWait { get; init; }

    /// <summary>What the processes that ran the tasks allocated and collected, summed; <see langword="null"/> if one of them died.</summary>
    public GcCounts? Gc { get; init; }

    /// <summary>How long workers waited for a CPU, summed; <see langword="null"/> if the system does not tell.</summary>
    public TimeSpan? CpuWait { get; init; }

    /// <summary>What processes other than this one compiled during the run.</summary>
    public Compilation Compilation { get; init; }

    /// <summary>A sentence about the run, if its numbers need one.</summary>
    public string? Remark { get; init; }

    /// <summary>Why the workload failed when a process of the run disposed of it; <see langword="null"/> if it did not.</summary>
    public WorkloadFault? EndFault { get; init; }

    /// <summary>Whether a process of the run stood still for a while, stopped by a signal.</summary>
    public bool WasStopped { get; init; }

    public static RunCosts Of(CpuTime here, PoolUsage workers)
    {
        TimeSpan? min = null, max = null;
        foreach (var cpu in workers.CpuByWorker)
            (min, max) = (cpu > min ? min : cpu, cpu < max ? max : cpu);
        return new RunCosts(here + new CpuTime(workers.User, workers.System))
        {
            PeakRssBytes = workers.PeakRssBytes > 0 ? workers.PeakRssBytes : null,
            Processes = workers.Processes,
            BootMean = workers.BootMean,
            WorkerCpuMin = min,
            WorkerCpuMax = max,
            GcPause = workers.GcPause,
            NodeWait = workers.NodeWait,
            Gc = workers.Gc,
            CpuWait = workers.CpuWait,
            Compilation = workers.Compilation,
            Remark = workers.Remark,
            EndFault = workers.EndFault,
            WasStopped = workers.WasStopped,
        };
    }
}

/// <summary>The CPU time of all threads of a process, or of several processes.</summary>
internal readonly record struct CpuTime(TimeSpan User, TimeSpan System)
{
    public double TotalSeconds => (User + System).TotalSeconds;

    public static CpuTime Now()
    {
        var usage = Environment.CpuUsage;
        return new CpuTime(usage.UserTime, usage.PrivilegedTime);
    }

    /// <summary>That of the programs which this process has started and waited for, worker processes among them; zero where the system does not tell.</summary>
    public static unsafe CpuTime OfChildren()
    {
        ResourceUsage usage;
        return OperatingSystem.IsLinux() && LibC.getrusage(LibC.RUSAGE_CHILDREN, &usage) == 0 ? new CpuTime(usage.User, usage.System) : default;
    }

    public static CpuTime operator +(CpuTime one, CpuTime other) => new(one.User + other.User, one.System + other.System);

    public static CpuTime operator -(CpuTime later, CpuTime earlier) => new(later.User - earlier.User, later.System - earlier.System);
}

/// <summary>Ticks of <see cref="Stopwatch"/>, the one clock for everything that is timed.</summary>
internal static class Ticks
{
    public static double ToSeconds(long ticks) => ticks / (double)Stopwatch.Frequency;
}
