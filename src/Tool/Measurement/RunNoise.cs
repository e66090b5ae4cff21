namespace Partime.Tool.Measurement;

/// <summary>What else happened on the machine during a run. What the system does not report is <see langword="null"/>.</summary>
internal sealed record RunNoise
{
    /// <summary>The load average of the minute before the run.</summary>
    public double? LoadBefore { get; init; }

    /// <summary>The CPUs of the machine.</summary>
    public int? MachineCpus { get; init; }

    /// <summary>The CPUs that this process may use, by its affinity and quota.</summary>
    public double? UsableCpus { get; init; }

    /// <summary>The time during which the host gave busy CPUs to other virtual machines, summed over CPUs.</summary>
    public double? StealSeconds { get; init; }

    /// <summary>How long the quota stopped the threads of this control group, summed over threads.</summary>
    public double? ThrottledSeconds { get; init; }

    /// <summary>The CPU time of programs that were not part of the run.</summary>
    public double? OthersCpuSeconds { get; init; }

    /// <summary>How long the garbage collector stopped this process and its workers.</summary>
    public double? GcPauseSeconds { get; init; }

    /// <summary>How many methods this process and its workers compiled. Not noise but the code's own: it is slow until it is compiled.</summary>
    public long? CompiledMethods { get; init; }

    /// <summary>How long that took, summed over threads.</summary>
    public double? CompileSeconds { get; init; }

    /// <summary>The bytes that the processes that ran the tasks allocated on the managed heap. Not noise but the code's own, as the next three.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>How often their garbage collectors collected generation 0 alone.</summary>
    public long? Gen0Collections { get; init; }

    /// <summary>How often they collected generations 0 and 1.</summary>
    public long? Gen1Collections { get; init; }

    /// <summary>How often they collected the whole heap.</summary>
    public long? Gen2Collections { get; init; }

    /// <summary>How often threads of this process gave up their CPU to wait for something; <see langword="null"/> if other processes ran the tasks.</summary>
    public long? Waits { get; init; }

    /// <summary>How many instructions a CPU executed per cycle, on average over this process and its workers.</summary>
    public double? InstructionsPerCycle { get; init; }

    /// <summary>Whether the machine ran on its battery before or after the run.</summary>
    public bool? OnBattery { get; init; }

    /// <summary>The frequency governor; the first and the last if it changed.</summary>
    public string? Governor { get; init; }

    /// <param name="before">The counters just before the run.</param>
    /// <param name="after">The counters just after it.</param>
    /// <param name="costs">What the run took.</param>
    /// <param name="isWhole">Whether the costs are complete. They are not if a process was started for the run and its start-up is not known; then
    /// the CPU time of other programs is not known either.</param>
    /// <param name="machine">Where it ran.</param>
    public static RunNoise Between(SystemReading before, SystemReading after, RunCosts costs, bool isWhole, Machine? machine = null)
    {
        var compilation = after.Compilation - before.Compilation + costs.Compilation;
        var isHere = isWhole && costs.Processes is null;
        return new RunNoise
        {
            MachineCpus = machine?.Processor.LogicalCpus ?? machine?.Cpus,
            UsableCpus = machine?.UsableCpus,
            LoadBefore = before.Load,
            StealSeconds = Grown(before.StolenSeconds, after.StolenSeconds),
            ThrottledSeconds = Grown(before.ThrottledSeconds, after.ThrottledSeconds),
            OthersCpuSeconds = isWhole ? Grown(before.BusySeconds + costs.Cpu.TotalSeconds, after.BusySeconds) : null,
            GcPauseSeconds = after.GcPauseSeconds - before.GcPauseSeconds + (costs.GcPause?.TotalSeconds ?? 0),
            CompiledMethods = compilation.Methods,
            CompileSeconds = compilation.Time.TotalSeconds,
            AllocatedBytes = costs.Gc?.AllocatedBytes,
            Gen0Collections = costs.Gc?.Gen0,
            Gen1Collections = costs.Gc?.Gen1,
            Gen2Collections = costs.Gc?.Gen2,
            Waits = isHere ? after.Waits - before.Waits : null,
            InstructionsPerCycle = (after.Instructions - before.Instructions) / (after.Cycles - before.Cycles) is > 0 and < double.PositiveInfinity and var ratio ? ratio : null,
            OnBattery = before.Power.OnBattery | after.Power.OnBattery,
            Governor = before.Power.Governor == after.Power.Governor ? after.Power.Governor : $"{before.Power.Governor}, then {after.Power.Governor}",
        };
    }

    /// <summary>Not below 0, as counters with steps may seem to go back.</summary>
    private static double? Grown(double? before, double? after) => after - before is { } grown ? Math.Round(Math.Max(0, grown), 9) : null;
}
