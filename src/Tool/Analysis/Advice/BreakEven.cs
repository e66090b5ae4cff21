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

    /// <summary>How much longer the bound for any schedule is than the work divided evenly, where a long task decides: a list of others has another.</summary>
    private const double LongTask = 1.01;

    /// <summary>A smaller gain, as a fraction of a task's time, may be none.</summary>
    private const double MinGain = 0.02;

    /// <summary>For as many tasks as were measured, how long a task must take until this is faster than serial; <see langword="null"/> if it never is.</summary>
    public double? MinTaskSeconds { get; init; }

    /// <summary>For tasks as long as those measured, how many it takes until this is faster than serial; <see langword="null"/> if it never is, and where a long task decides.</summary>
    public double? MinTasks { get; init; }

    /// <summary>Whether its workers were never at work at the same time.</summary>
    public required bool IsOneByOne { get; init; }

    /// <summary>How long a task takes under serial.</summary>
    public required double SerialTaskSeconds { get; init; }

    /// <summary>Whether the measured speed-up says the contrary for the tasks as they are. It knows all rounds; the break-even follows from one.</summary>
    public bool Contradicts(Estimate speedUp) => (MinTaskSeconds <= SerialTaskSeconds) == ((speedUp.Interval?.Low ?? speedUp.Value) <= 1);

    /// <returns><see langword="null"/> if the times of either are not known.</returns>
    public static BreakEven? Of(Arm arm, Arm serial)
    {
        var (workers, tasks) = (arm.Configuration.Workers, arm.Scenario.Tasks);
        if (workers < 2 || tasks == 0 || Typical(arm, serial) is not ({ WorkerTime: { } here } typical, { WorkerTime: { } alone }))
            return null;
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
        var isLongTask = typical.IdealSeconds > LongTask * here.Tasks / workers;
        return new BreakEven(arm, pool, handing)
        {
            IsOneByOne = effective < Advice.OneWorker,
            SerialTaskSeconds = task,
            MinTaskSeconds = gainPerSecond > MinGain ? Math.Max(0, overhead / gainPerSecond) : null,
            MinTasks = !isLongTask && gainPerTask > MinGain * task ? Math.Max(1, Math.Ceiling(pool / gainPerTask)) : null,
        };
    }

    /// <summary>The middle one of the rounds that serial has, too; or else of all, beside the last round of serial, which a search soon drops.</summary>
    private static (Observation Here, Observation Alone)? Typical(Arm arm, Arm serial)
    {
        var alone = serial.SoundRuns.Where(run => run.IsReference).ToList();
        var known = arm.SoundRuns.Where(run => run.WorkerTime is not null).OrderBy(run => run.Times.Wall).ToList();
        if (alone.Count == 0 || known.Count == 0)
            return null;
        var shared = known.FindAll(run => alone.Exists(other => other.RoundKey == run.RoundKey));
        var rounds = shared.Count > 0 ? shared : known;
        var typical = rounds[(rounds.Count - 1) / 2];
        return (typical, alone.Find(other => other.RoundKey == typical.RoundKey) ?? alone[^1]);
    }
}
