namespace Partime.Tool.Analysis;

/// <summary>From where on a configuration pays, on this machine: the tutorial's "do not parallelise tiny tasks", with the number.</summary>
/// <remarks>
/// With S seconds to start and end the pool, d seconds per task to hand it out (d₀ under serial), tasks that take k times as long side by side, and W workers that work at the same time:
/// <code>
///   serial  N (t + d₀)          this  S + N (k t + d) / W
/// </code>
/// </remarks>
/// <param name="Arm">The configuration.</param>
/// <param name="PoolSeconds">Starting and ending its pool: S.</param>
/// <param name="TaskSeconds">Handing out one task: d; <see langword="null"/> if each worker had one task at most.</param>
internal sealed record BreakEven(Arm Arm, double PoolSeconds, double? TaskSeconds)
{
    /// <summary>The executor whose workers start for one task each.</summary>
    private const string PerTask = "process";

    /// <summary>A smaller gain, as a fraction of a task's time, may be none.</summary>
    private const double MinGain = 0.02;

    /// <summary>For as many tasks as were measured, how long a task must take until this is faster than serial; <see langword="null"/> if it never is.</summary>
    public double? MinTaskSeconds { get; init; }

    /// <summary>For tasks as long as those measured, how many it takes until this is faster than serial; <see langword="null"/> if it never is.</summary>
    public double? MinTasks { get; init; }

    /// <returns><see langword="null"/> if the two have no sound round in common whose times are known.</returns>
    public static BreakEven? Of(Arm arm, Arm serial)
    {
        var (workers, tasks) = (arm.Configuration.Workers, arm.Scenario.Tasks);
        var rounds = arm.SoundRuns.Where(run => run.WorkerTime is not null && serial.SoundRuns.Any(other => other.IsReference && other.RoundKey == run.RoundKey)).OrderBy(run => run.Times.Wall).ToList();
        if (workers < 2 || tasks == 0 || rounds.Count == 0)
            return null;
        var typical = rounds[(rounds.Count - 1) / 2];
        var (here, alone) = (typical.WorkerTime!, serial.SoundRuns.First(other => other.IsReference && other.RoundKey == typical.RoundKey).WorkerTime!);
        var isPerTask = arm.Configuration.Executor == PerTask;
        var pool = isPerTask ? 0 : (here.Startup + here.Shutdown) / workers;
        var handing = isPerTask ? (here.Sum - here.Busy - here.Imbalance) / tasks : tasks > workers ? (here.Dispatch + here.Other) / tasks : (double?)null;
        var handingAlone = alone.Dispatch / tasks;
        var task = alone.Tasks / tasks;
        var slowdown = alone.Tasks > 0 ? Math.Max(1, here.Tasks / alone.Tasks) : 1;
        // Workers that cannot work at the same time are idle, as those of async are with tasks that compute.
        var working = here.Busy + here.Dispatch + here.Other;
        var effective = working > 0 ? workers * (working / (working + here.Imbalance)) : workers;
        var gainPerSecond = 1 - (slowdown / effective);
        var overhead = (pool / tasks) + ((handing ?? 0) / effective) - handingAlone;
        var gainPerTask = (task * gainPerSecond) + handingAlone - ((handing ?? 0) / effective);
        return new BreakEven(arm, pool, handing)
        {
            MinTaskSeconds = gainPerSecond > MinGain ? Math.Max(0, overhead / gainPerSecond) : null,
            MinTasks = gainPerTask > MinGain * task ? Math.Max(1, Math.Ceiling(pool / gainPerTask)) : null,
        };
    }
}
