using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>Where the time of a run's workers went, in seconds summed over workers. All parts add up to the wall time times the workers; what is not known
/// counts as 0. See docs/insight.md.</summary>
internal sealed record Losses
{
    /// <summary>As long as the serial run needed for the same tasks.</summary>
    public required double Useful { get; init; }

    public required double Startup { get; init; }

    public required double Dispatch { get; init; }

    /// <summary>The rest of the time in tasks; <see langword="null"/> without a serial run to compare with.</summary>
    public required double? Contention { get; init; }

    /// <summary><see langword="null"/> if the system does not tell.</summary>
    public required double? CpuWait { get; init; }

    public required double Gc { get; init; }

    public required double Imbalance { get; init; }

    public required double Retries { get; init; }

    public required double Shutdown { get; init; }

    public required double Other { get; init; }

    /// <summary><see langword="null"/> without nodes.</summary>
    public double? NodeWait { get; init; }

    /// <summary>In tasks without a result; <see langword="null"/> if it is not known.</summary>
    public double? Failed { get; init; }

    /// <summary><see langword="null"/> if no task took any time.</summary>
    public required Efficiencies? Efficiencies { get; init; }

    /// <summary>One of them; <see langword="null"/> if it is not known.</summary>
    public double? Of(LossKind kind) => kind switch
    {
        LossKind.Startup => Startup,
        LossKind.Dispatch => Dispatch,
        LossKind.Contention => Contention,
        LossKind.CpuWait => CpuWait,
        LossKind.Gc => Gc,
        LossKind.Imbalance => Imbalance,
        LossKind.Retries => Retries,
        LossKind.Shutdown => Shutdown,
        LossKind.NodeWait => NodeWait,
        LossKind.Failed => Failed,
        _ => Other,
    };

    public double Sum => Useful + Startup + Dispatch + (Contention ?? 0) + (CpuWait ?? 0) + Gc + Imbalance + Retries + Shutdown + Other + (NodeWait ?? 0) + (Failed ?? 0);

    /// <summary>How the time in tasks is split up: useful is what the serial run took. What exceeds it is explained by what the system and the runtime
    /// report, and the rest is contention.</summary>
    /// <param name="time">The run.</param>
    /// <param name="serial">A serial run of the same tasks; <see langword="null"/> if there is none. Then the waits that are reported are all that is lost.</param>
    public static Losses Of(WorkerTime time, WorkerTime? serial)
    {
        var withResult = time.Tasks - (time.Failed ?? 0);
        var excess = serial is null ? withResult : Math.Max(0, withResult - serial.Tasks);
        var cpuWait = CpuWaitInTasks(time) - (serial is null ? 0 : CpuWaitInTasks(serial) ?? 0) is { } wait ? Math.Clamp(wait, 0, excess) : (double?)null;
        var gc = Math.Clamp(time.GcWait - (serial?.GcWait ?? 0), 0, excess - (cpuWait ?? 0));
        var rest = excess - (cpuWait ?? 0) - gc;
        var useful = serial is null ? rest : Math.Min(withResult, serial.Tasks);
        return new Losses
        {
            Useful = useful,
            Startup = time.Startup,
            Dispatch = time.Dispatch - (time.NodeWait ?? 0),
            Contention = serial is null ? null : rest,
            CpuWait = cpuWait,
            Gc = gc,
            Imbalance = time.Imbalance,
            Retries = time.Retries,
            Shutdown = time.Shutdown,
            Other = time.Other,
            NodeWait = time.NodeWait,
            Failed = time.Failed,
            // Tasks that are faster than under serial are more efficient than 1.
            Efficiencies = Efficiencies.Of(time, serial?.Tasks ?? useful),
        };
    }

    /// <summary>The system counts the waits between tasks, too. They are shared out by time, which matters only if tasks are tiny.</summary>
    private static double? CpuWaitInTasks(WorkerTime time) => time.Tasks > 0 ? time.CpuWait * (time.Tasks / (time.Busy + time.Dispatch)) : time.CpuWait * 0;
}

/// <summary>What the time of workers may be lost to, in the order of the columns.</summary>
internal enum LossKind
{
    Startup,
    Dispatch,
    Contention,
    CpuWait,
    Gc,
    Imbalance,
    Retries,
    Shutdown,
    Other,
    NodeWait,
    Failed,
}

internal static class LossKinds
{
    /// <summary>In their order. Written out, because .NET's list of the values would be compiled at every start.</summary>
    public static readonly LossKind[] All =
    [
        LossKind.Startup,
        LossKind.Dispatch,
        LossKind.Contention,
        LossKind.CpuWait,
        LossKind.Gc,
        LossKind.Imbalance,
        LossKind.Retries,
        LossKind.Shutdown,
        LossKind.Other,
        LossKind.NodeWait,
        LossKind.Failed,
    ];
}

/// <summary>The efficiencies of the POP project, in the terms of workers and tasks.</summary>
/// <param name="LoadBalance">The mean time of a worker in tasks, divided by the longest.</param>
/// <param name="Dispatch">The longest time of a worker in tasks, divided by the wall time.</param>
/// <param name="Scalability">The work as the serial run did it, divided by the time in tasks.</param>
/// <param name="Global">That work divided by the wall time of all workers: the product of the three.</param>
internal sealed record Efficiencies(double LoadBalance, double Dispatch, double Scalability, double Global)
{
    public static Efficiencies? Of(WorkerTime time, double work)
    {
        if (time.MaxBusy <= 0 || time.Busy <= 0)
            return null;
        var (workers, wall) = (time.Workers, time.Wall);
        return new Efficiencies(time.Busy / (workers * time.MaxBusy), time.MaxBusy / wall, work / time.Busy, work / (wall * workers));
    }
}

/// <summary>The serial runs of a session, with which its other runs are compared as soon as they are over. A serial run of the same round may still be to come: then
/// the one before it counts.</summary>
internal sealed class SerialRuns
{
    private readonly List<Observation> latest = [];

    /// <summary>The latest run of each serial configuration.</summary>
    public void Add(Observation run)
    {
        if (!run.IsReference)
            return;
        latest.RemoveAll(former => former.Planned.Configuration == run.Planned.Configuration);
        latest.Add(run);
    }

    /// <summary>A run that has been added, compared with the latest of them, and with itself if it is one.</summary>
    public AgainstSerial Compare(Observation run)
    {
        var (chunkSize, variant) = (run.Planned.Configuration.ChunkSize, run.Planned.Configuration.Variant);
        var serial = run.IsReference ? run
            : latest.FindLast(serial => serial.Planned.Configuration is var other && other.Variant == variant && other.ChunkSize == chunkSize)
                ?? latest.FindLast(serial => serial.Planned.Configuration.Variant == variant);
        return new AgainstSerial(run.LossesAgainst(serial), run.SpeedUpOver(serial));
    }
}

/// <summary>What a serial run tells about another run.</summary>
/// <param name="Losses">Where the time of its workers went; <see langword="null"/> if its times are not known.</param>
/// <param name="SpeedUp">How many times as fast it did the same work; <see langword="null"/> if that is not known.</param>
internal sealed record AgainstSerial(Losses? Losses, double? SpeedUp);
