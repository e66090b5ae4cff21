using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>What made a time longer than it would be on an idle machine.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Share">How much of it; see <see cref="DisturbanceKind"/> for the unit.</param>
internal sealed record Disturbance(DisturbanceKind Kind, double Share)
{
    /// <summary>The counters have ticks of 10 ms, which are too coarse for shorter times.</summary>
    private const double MinSeconds = 0.2;

    /// <summary>The minimum for the mean of several runs. It is not much lower, as the errors of the ticks do not average out: they are never
    /// negative.</summary>
    private const double MinMeanSeconds = 0.05;

    private const double MuchOfMachine = 0.1;

    /// <summary>Of the time and not of all CPUs: time is stolen only from those that have work.</summary>
    private const double MuchStolen = 0.01;

    /// <summary>Even a single worker is stopped for a moment while the runtime compiles beside it.</summary>
    private const double MuchThrottled = 0.02;

    /// <summary>Workers that sleep do not need a CPU each. Those that use this share of all CPUs are computing.</summary>
    private const double Computing = 0.8;

    /// <summary>What disturbed a run. Empty on an otherwise idle machine.</summary>
    public static IEnumerable<Disturbance> Of(RunRecord run) =>
        Of(run.Noise, run.Times.WallSeconds, run.Times.RunSeconds, run.Costs.Cpu.TotalSeconds, run.Planned.Configuration.Workers);

    /// <param name="noise">What else happened during all runs together.</param>
    /// <param name="wallSeconds">The sum of their wall times.</param>
    /// <param name="runSeconds">The sum of their times without start-up and shutdown.</param>
    /// <param name="cpuSeconds">The sum of their CPU times.</param>
    /// <param name="workers">The number of workers, the same in all of them.</param>
    /// <param name="runs">The number of runs.</param>
    public static IEnumerable<Disturbance> Of(RunNoise noise, double wallSeconds, double runSeconds, double cpuSeconds, int workers, int runs = 1)
    {
        if (wallSeconds >= MinSeconds && wallSeconds >= runs * MinMeanSeconds)
        {
            // The ticks of the counters may add up to more than the whole machine.
            if (noise.OthersCpuSeconds / (noise.MachineCpus * wallSeconds) is > MuchOfMachine and var others && noise.OthersCpuSeconds > SystemReading.MinSeconds)
                yield return new Disturbance(DisturbanceKind.OtherPrograms, Math.Min(1, others));
            if (noise.StealSeconds / wallSeconds is > MuchStolen and var stolen && noise.StealSeconds > SystemReading.MinSeconds)
                yield return new Disturbance(DisturbanceKind.Host, stolen);
            if (noise.ThrottledSeconds / wallSeconds is > MuchThrottled and var throttled)
                yield return new Disturbance(DisturbanceKind.Quota, throttled);
        }
        // A part of a CPU is one to run on: a quota stops workers, and they do not wait for each other. What starts may compute and is no task.
        if (noise.UsableCpus is { } usable && workers > Math.Ceiling(usable) && workers / usable is var crowd && cpuSeconds - (usable * (wallSeconds - runSeconds)) > Computing * usable * runSeconds)
            yield return new Disturbance(DisturbanceKind.Crowd, crowd);
        if (noise.OnBattery == true)
            yield return new Disturbance(DisturbanceKind.Battery, 1);
    }

    /// <summary>By kind, the arms that were disturbed, the most disturbed first. The measured rounds of an arm are added up: one disturbed round
    /// among many does no harm, and single short runs show nothing.</summary>
    public static IReadOnlyList<DisturbedArms> Among(IEnumerable<Arm> arms)
    {
        var disturbed = (from arm in arms from disturbance in Of(arm) select new DisturbedArm(arm, disturbance)).ToList();
        var found = new List<DisturbedArms>();
        // With a loop, because a query that groups by an enumeration is compiled at every start: 10 ms.
        for (var kind = DisturbanceKind.OtherPrograms; kind <= DisturbanceKind.Battery; kind++)
        {
            var ofKind = new List<DisturbedArm>();
            foreach (var arm in disturbed)
                if (arm.Disturbance.Kind == kind)
                    ofKind.Insert(ofKind.FindLastIndex(other => other.Disturbance.Share >= arm.Disturbance.Share) + 1, arm);
            if (ofKind.Count > 0)
                found.Add(new DisturbedArms(kind, ofKind));
        }
        return found;
    }

    /// <summary>Unknown values count as 0.</summary>
    private static IEnumerable<Disturbance> Of(Arm arm)
    {
        var (wall, ran, cpu, others, steal, throttled, onBattery) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, false);
        foreach (var run in arm.Runs)
        {
            wall += run.Times.Wall;
            ran += run.Times.Run;
            cpu += run.CpuSeconds ?? 0;
            others += run.Noise.OthersCpuSeconds ?? 0;
            steal += run.Noise.StealSeconds ?? 0;
            throttled += run.Noise.ThrottledSeconds ?? 0;
            onBattery |= run.Noise.OnBattery == true;
        }
        var noise = arm.Runs[0].Noise with { OthersCpuSeconds = others, StealSeconds = steal, ThrottledSeconds = throttled, OnBattery = onBattery };
        return Of(noise, wall, ran, cpu, arm.Configuration.Workers, arm.Runs.Count);
    }
}

/// <summary>A configuration and what disturbed it.</summary>
internal sealed record DisturbedArm(Arm Arm, Disturbance Disturbance);

/// <param name="Kind">What disturbed them.</param>
/// <param name="Arms">The most disturbed first.</param>
internal sealed record DisturbedArms(DisturbanceKind Kind, IReadOnlyList<DisturbedArm> Arms);

/// <summary>What may disturb a run. The remarks say what the share is a share of.</summary>
internal enum DisturbanceKind
{
    /// <summary>Other programs used CPUs: a share of the CPU time of the whole machine.</summary>
    OtherPrograms,

    /// <summary>The host gave CPUs to other virtual machines: a share of the run's time, summed over CPUs.</summary>
    Host,

    /// <summary>The quota stopped the run: a share of its time, summed over threads.</summary>
    Quota,

    /// <summary>More workers were computing than there are CPUs: workers per CPU, above 1.</summary>
    Crowd,

    /// <summary>The machine ran on its battery, so the CPU frequency may have changed: always 1.</summary>
    Battery,
}
