using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>Why workers did less at once than there were workers, as far as the numbers show it.</summary>
/// <param name="Cause">The largest cause.</param>
/// <param name="Summary">The configuration. All numbers are those of its round with the median wall time.</param>
/// <param name="Span">From the start of the first task to the end of the last, in seconds.</param>
/// <param name="Share">The part of that time, over all workers, that the cause took.</param>
internal sealed record Shortfall(ShortfallCause Cause, Summary Summary, double Span, double Share)
{
    /// <summary>Fewer workers than this part of all had a task on average.</summary>
    private const double MinConcurrency = 0.9;

    /// <summary>Longer tasks matter from this part of the time of all workers.</summary>
    private const double MinContention = 0.1;

    /// <summary>If longer tasks used no more CPU time than this part of what they were longer, they waited.</summary>
    private const double MaxComputed = 0.2;

    /// <summary>The same for time that the system took from the run: it explains the longer tasks.</summary>
    private const double MaxTaken = 0.5;

    /// <summary>Where a run kept this part of its CPUs busy, tasks waited for them, also in processes of their own, whose wait the system does not tell.</summary>
    private const double BusyCpus = 0.9;

    /// <summary>Equal tasks differ by less from their mean.</summary>
    private const double LongerThanMean = 1.3;

    /// <summary>Below this many tasks under way on average, they ran one after the other.</summary>
    private const double OneAtATime = 1.1;

    /// <summary>The part of the time that the turns of equal tasks explain, above which they are the reason.</summary>
    private const double MaxTurns = 0.9;

    /// <summary>Tasks that ran for this many times the wall time contradict it, beyond what rounding explains.</summary>
    private const double LongerThanRun = 1.01;

    /// <returns><see langword="null"/> if nothing is missing, or the numbers do not tell why.</returns>
    public static Shortfall? Of(Summary summary)
    {
        var (run, workers) = (summary.Typical, summary.Configuration.Workers);
        if (summary.Wall is null || workers == 1 || run is not { WorkerTime: { } time, ConcurrencyMean: > 0 and var mean, WorkSeconds: > 0 and var work })
            return null;
        var span = work / mean;
        if (span > LongerThanRun * run.Times.Wall)
            return null;
        return mean < MinConcurrency * Math.Min(workers, run.Tasks) ? OfIdle(summary, time, span)
            : mean < MinConcurrency * workers ? new Shortfall(ShortfallCause.FewTasks, summary, span, 1 - (mean / workers))
            : IsWaiting(summary) ? new Shortfall(ShortfallCause.Waiting, summary, span, summary.Losses!.Contention!.Value / summary.Losses.Sum)
            : null;
    }

    /// <summary>What workers without a task were doing.</summary>
    private static Shortfall OfIdle(Summary summary, WorkerTime time, double span)
    {
        var (run, workers) = (summary.Typical, summary.Configuration.Workers);
        var missing = (workers * span) - time.Tasks;
        // Later than the first worker. Before its start there is no concurrency to speak of.
        var late = Math.Max(0, missing - time.Dispatch - time.Imbalance - time.Retries);
        var largest = Math.Max(Math.Max(late, time.Dispatch), Math.Max(time.Imbalance, time.Retries));
        var cause = largest == time.Imbalance ? CauseOfImbalance(summary)
            : largest == time.Dispatch ? ShortfallCause.Dispatch
            : largest == time.Retries ? ShortfallCause.Retries
            : ShortfallCause.LateStart;
        return new Shortfall(cause, summary, span, largest / (workers * span));
    }

    /// <summary>Why workers had no task left.</summary>
    public static ShortfallCause CauseOfImbalance(Summary summary)
    {
        var run = summary.Typical;
        var chunks = summary.Configuration.ChunkSize.Number is { } size ? (run.Tasks + size - 1) / size : run.Tasks;
        return chunks < summary.Configuration.Workers ? ShortfallCause.FewTasks
            // A task that takes nearly all of the time leaves the others no more to do, either.
            : run.ConcurrencyMean < OneAtATime && OneAtATime * run.IdealSeconds < run.Times.Run ? ShortfallCause.OneWorker
            // The bound is then the longest task, and not the work divided evenly.
            : run.IdealSeconds > 1.01 * run.WorkSeconds / summary.Configuration.Workers && run.IdealSeconds > LongerThanMean * run.WorkSeconds / run.Tasks ? ShortfallCause.LongTask
            : IsUneven(summary) ? ShortfallCause.Uneven
            : ShortfallCause.Imbalance;
    }

    /// <summary>Whether it takes as long as the last turn of equal tasks explains, which only some workers have.</summary>
    private static bool IsUneven(Summary summary)
    {
        var (run, workers) = (summary.Typical, summary.Configuration.Workers);
        return run.Tasks % workers != 0 && run.WorkSeconds / run.Tasks * Math.Ceiling(run.Tasks / (double)workers) > MaxTurns * run.Times.Run;
    }

    /// <summary>Whether tasks took longer than under serial and did not compute more meanwhile.</summary>
    private static bool IsWaiting(Summary summary) =>
        summary is { Losses: { Contention: { } contention } losses, SerialCpuSeconds: { } serialCpu, Typical: { CpuSeconds: { } cpu, Noise: var noise } }
        && contention > MinContention * losses.Sum
        && cpu - serialCpu < MaxComputed * contention
        && !(cpu > BusyCpus * noise.UsableCpus * summary.Typical.Times.Wall)
        && (noise.StealSeconds ?? 0) + (noise.ThrottledSeconds ?? 0) < MaxTaken * contention;
}

internal enum ShortfallCause
{
    /// <summary>There were fewer tasks, or chunks of them, than workers.</summary>
    FewTasks,

    /// <summary>A task took longer than the work divided evenly among workers.</summary>
    LongTask,

    /// <summary>The number of tasks is no multiple of the workers, and that explains the time.</summary>
    Uneven,

    /// <summary>Workers had no task left while others had.</summary>
    Imbalance,

    /// <summary>One worker ran all tasks, although there were enough for others.</summary>
    OneWorker,

    /// <summary>Workers, or the processes in their place, began later than the first one.</summary>
    LateStart,

    /// <summary>Gaps between tasks.</summary>
    Dispatch,

    /// <summary>Attempts that failed.</summary>
    Retries,

    /// <summary>Tasks were under way and waited for something other than a CPU.</summary>
    Waiting,
}
