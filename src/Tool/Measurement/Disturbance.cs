namespace Partime.Tool.Measurement;

/// <summary>Something because of which a time is not that of an idle machine.</summary>
/// <param name="Kind">What.</param>
/// <param name="Share">How much of it; what of is told where the kinds are.</param>
internal readonly record struct Disturbance(DisturbanceKind Kind, double Share)
{
    /// <summary>Of shorter times, ticks of 10 ms say nothing.</summary>
    private const double MinSeconds = 0.2;

    /// <summary>The mean of several runs may be shorter than that, but not by much: what the ticks are off by does not average out, as it is
    /// never less than nothing.</summary>
    private const double MinMeanSeconds = 0.05;

    private const double MuchOfMachine = 0.1;

    /// <summary>Of the time and not of all CPUs: only those that have work are stolen from.</summary>
    private const double MuchStolen = 0.01;

    /// <summary>A single worker, too, is stopped for a moment while the runtime compiles beside it.</summary>
    private const double MuchThrottled = 0.02;

    /// <summary>Workers that sleep need no CPU each; those that had this much of all CPUs were computing.</summary>
    private const double Computing = 0.8;

    /// <summary>What disturbed a run, or several runs of one configuration that are added up. A machine of one's own has none.</summary>
    /// <param name="noise">What else happened.</param>
    /// <param name="wallSeconds">How long they took.</param>
    /// <param name="cpuSeconds">The processor time that they took.</param>
    /// <param name="workers">How many workers there were at once.</param>
    /// <param name="runs">How many runs are added up.</param>
    public static IEnumerable<Disturbance> Of(RunNoise noise, double wallSeconds, double cpuSeconds, int workers, int runs = 1)
    {
        if (wallSeconds >= MinSeconds && wallSeconds >= runs * MinMeanSeconds)
        {
            if (noise.OthersCpuSeconds / (noise.MachineCpus * wallSeconds) is > MuchOfMachine and var others && noise.OthersCpuSeconds > SystemReading.MinSeconds)
                yield return new Disturbance(DisturbanceKind.OtherPrograms, others);
            if (noise.StealSeconds / wallSeconds is > MuchStolen and var stolen && noise.StealSeconds > SystemReading.MinSeconds)
                yield return new Disturbance(DisturbanceKind.Host, stolen);
            if (noise.ThrottledSeconds / wallSeconds is > MuchThrottled and var throttled)
                yield return new Disturbance(DisturbanceKind.Quota, throttled);
        }
        if (workers / noise.UsableCpus is > 1 and var crowd && cpuSeconds > Computing * noise.UsableCpus * wallSeconds)
            yield return new Disturbance(DisturbanceKind.Crowd, crowd);
        if (noise.OnBattery == true)
            yield return new Disturbance(DisturbanceKind.Battery, 1);
    }
}

/// <summary>What may disturb a run, and what its share is of.</summary>
internal enum DisturbanceKind
{
    /// <summary>Other programs: the CPU time of the whole machine.</summary>
    OtherPrograms,

    /// <summary>The host had the CPUs do something else: the time of the run, summed over CPUs.</summary>
    Host,

    /// <summary>The quota stopped it: the time of the run, summed over threads.</summary>
    Quota,

    /// <summary>More workers were computing than there are CPUs: the CPUs, so that it is above 1.</summary>
    Crowd,

    /// <summary>The clock rate may change: all of it.</summary>
    Battery,
}
