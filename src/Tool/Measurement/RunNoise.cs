namespace Partime.Tool.Measurement;

/// <summary>What else happened on the machine during a run. What the system does not tell is <see langword="null"/>.</summary>
internal sealed record RunNoise
{
    /// <summary>The load of the minute before.</summary>
    public double? LoadBefore { get; init; }

    /// <summary>Time that the host gave to others, over all CPUs.</summary>
    public double? StealSeconds { get; init; }

    /// <summary>Time for which the quota stopped this control group.</summary>
    public double? ThrottledSeconds { get; init; }

    /// <summary>Processor time of programs that were not part of the run.</summary>
    public double? OthersCpuSeconds { get; init; }

    /// <summary>How long the garbage collector stopped this process and its workers.</summary>
    public double? GcPauseSeconds { get; init; }

    /// <summary>Whether the machine was on its battery before or after the run.</summary>
    public bool? OnBattery { get; init; }

    /// <summary>The frequency governor, or both if it changed meanwhile.</summary>
    public string? Governor { get; init; }

    /// <summary>The noise from just before a run until just after it. What a warm pool took to be made is not in the run's costs, and neither
    /// is what a process took that was made for the run: nobody knows then what the others took.</summary>
    public static RunNoise Between(SystemReading before, SystemReading after, RunCosts costs, bool isPartial) => new()
    {
        LoadBefore = before.Load,
        StealSeconds = Grown(before.StolenSeconds, after.StolenSeconds),
        ThrottledSeconds = Grown(before.ThrottledSeconds, after.ThrottledSeconds),
        OthersCpuSeconds = isPartial ? null : Grown(before.BusySeconds + (costs.Cpu.User + costs.Cpu.System).TotalSeconds, after.BusySeconds),
        GcPauseSeconds = after.GcPauseSeconds - before.GcPauseSeconds + (costs.GcPause?.TotalSeconds ?? 0),
        OnBattery = before.Power.OnBattery | after.Power.OnBattery,
        Governor = before.Power.Governor == after.Power.Governor ? after.Power.Governor : $"{before.Power.Governor}, then {after.Power.Governor}",
    };

    /// <summary>Counters that move in steps may seem to go back.</summary>
    private static double? Grown(double? before, double? after) => after - before is { } grown ? Math.Round(Math.Max(0, grown), 9) : null;
}
