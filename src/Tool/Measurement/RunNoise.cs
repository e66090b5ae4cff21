namespace Partime.Tool.Measurement;

/// <summary>What else happened on the machine during a run. What the system does not tell is <see langword="null"/>.</summary>
internal sealed record RunNoise
{
    /// <summary>The load of the minute before.</summary>
    public double? LoadBefore { get; init; }

    /// <summary>How many CPUs the machine has.</summary>
    public int? MachineCpus { get; init; }

    /// <summary>How many of them this process may use, by its affinity and quota.</summary>
    public double? UsableCpus { get; init; }

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

    /// <summary>The noise from just before a run until just after it.</summary>
    /// <param name="before">What had been counted until then.</param>
    /// <param name="after">What was counted in the end.</param>
    /// <param name="costs">What the run took.</param>
    /// <param name="isWhole">Whether that is all it took. What a process takes that is made for the run is not known, so that nobody knows then
    /// what the others took.</param>
    /// <param name="machine">Where it is.</param>
    public static RunNoise Between(SystemReading before, SystemReading after, RunCosts costs, bool isWhole, Machine? machine = null) => new()
    {
        MachineCpus = machine?.Processor.LogicalCpus ?? machine?.Cpus,
        UsableCpus = machine?.UsableCpus,
        LoadBefore = before.Load,
        StealSeconds = Grown(before.StolenSeconds, after.StolenSeconds),
        ThrottledSeconds = Grown(before.ThrottledSeconds, after.ThrottledSeconds),
        OthersCpuSeconds = isWhole ? Grown(before.BusySeconds + costs.Cpu.TotalSeconds, after.BusySeconds) : null,
        GcPauseSeconds = after.GcPauseSeconds - before.GcPauseSeconds + (costs.GcPause?.TotalSeconds ?? 0),
        OnBattery = before.Power.OnBattery | after.Power.OnBattery,
        Governor = before.Power.Governor == after.Power.Governor ? after.Power.Governor : $"{before.Power.Governor}, then {after.Power.Governor}",
    };

    /// <summary>Counters that move in steps may seem to go back.</summary>
    private static double? Grown(double? before, double? after) => after - before is { } grown ? Math.Round(Math.Max(0, grown), 9) : null;
}
