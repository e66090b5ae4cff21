using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Where parallel execution loses most of its time, and what helps: a sentence of an advice.</summary>
internal static class LossText
{
    /// <summary>Smaller losses need no cure.</summary>
    private const double MinLoss = 0.1;

    /// <summary>How much longer the tasks take than the lower bound until another order would help.</summary>
    private const double FarFromIdeal = 1.1;

    /// <param name="advice">The advice.</param>
    /// <param name="nameOf">Names the configuration.</param>
    /// <returns><see langword="null"/> if the losses are not known.</returns>
    public static string? Of(Analysis.Advice advice, Func<Summary, string> nameOf)
    {
        if (LargestLoss(advice) is not var (name, seconds, cure))
            return null;
        var (parallel, losses) = (advice.Parallel!, advice.Parallel!.Losses!);
        var share = seconds / losses.Sum;
        if (share < MinLoss)
            return $"{nameOf(parallel)} loses little: {Readable.Percent(losses.Useful / losses.Sum)} of its time is useful work.";
        return $"{nameOf(parallel)} loses most by {name}: {Readable.Percent(share)} of its time. {name switch
        {
            LossParts.Imbalance => CureOfImbalance(parallel),
            LossParts.CpuWait => CureOfCpuWait(parallel),
            LossParts.Gc when advice.Work?.Kind == WorkKind.Allocating => $"That is more than {Summary.Baseline} loses by it.",
            LossParts.Gc => $"With what {Summary.Baseline} loses by it as well, it stopped the workers for {GcText.Evidence(parallel.Typical)}. {cure}",
            LossParts.Contention when advice.Work?.Kind == WorkKind.Waiting => "Tasks wait longer side by side: what they wait for is shared, or a busy machine wakes them late.",
            _ => cure,
        }}";
    }

    /// <summary>Whether the sentence, or the kind of work, says already that the garbage collector costs time.</summary>
    public static bool NamesGc(Analysis.Advice advice) =>
        advice.Work?.Kind == WorkKind.Allocating || (LargestLoss(advice) is { Name: LossParts.Gc } gc && gc.Seconds >= MinLoss * advice.Parallel!.Losses!.Sum);

    private static LossParts? LargestLoss(Analysis.Advice advice)
    {
        if (advice.Parallel is not { Losses: { Sum: > 0 } losses } parallel)
            return null;
        var parts = LossParts.Of(losses, parallel.Typical.HasWorkerProcesses);
        var largest = parts.MaxBy(part => part.Seconds)!;
        // With as many workers as tasks, each waits for the lock as long as others are idle behind it. The lock is the cause of both.
        return largest.Name == LossParts.Imbalance && advice.Work?.Kind == WorkKind.Contended && losses.Contention > largest.Seconds / 2
            ? parts.First(part => part.Name == LossParts.Contention) : largest;
    }

    /// <summary>With a CPU per worker, others took the CPUs.</summary>
    private static string CureOfCpuWait(Summary parallel) => parallel.Configuration.Workers <= (parallel.Typical.Noise.UsableCpus ?? Environment.ProcessorCount)
        ? "There is a CPU for each worker, but other programs use the CPUs, too: measure on a quiet machine."
        : "There are more workers than CPUs, and they need them at the same time: use fewer.";

    private static string CureOfImbalance(Summary parallel)
    {
        var (typical, tasks, workers) = (parallel.Typical, parallel.Scenario.Tasks, parallel.Configuration.Workers);
        return Shortfall.CauseOfImbalance(parallel) switch
        {
            ShortfallCause.FewTasks when tasks < workers => $"There are fewer tasks than workers: use {tasks}.",
            ShortfallCause.FewTasks => "There are fewer chunks than workers: use smaller ones.",
            ShortfallCause.Uneven => $"{Readable.Tasks(tasks)} do not divide evenly among {workers} workers: make them smaller, or use fewer workers.",
            ShortfallCause.Imbalance when tasks <= workers => "There is one task per worker, and some began or ended late.",
            ShortfallCause.OneWorker => $"Tasks ran one after the other. {ShortfallText.CureOfOneWorker(parallel)}",
            _ when typical.IdealSeconds is { } ideal && typical.Times.Run > FarFromIdeal * ideal =>
                $"Put the longest tasks first: no order takes less than {Readable.Duration(ideal)}, and this one took {Readable.Duration(typical.Times.Run)}.",
            _ => $"One task takes {Readable.Duration(typical.IdealSeconds ?? 0)} of the {Readable.Duration(typical.Times.Run)}: split it up; no order and no more workers help.",
        };
    }
}

/// <summary>The parts of a run's losses with what helps against them, as docs/insight.md has them.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Seconds">Summed over workers.</param>
/// <param name="Cure">A sentence; empty where it depends on the configuration.</param>
internal sealed record LossParts(string Name, double Seconds, string Cure)
{
    public const string Contention = "contention";
    public const string Imbalance = "imbalance";
    public const string CpuWait = "CPU wait";
    public const string Gc = "garbage collection";

    public static string CureOfGc(bool hasProcesses) => $"Allocate less{(hasProcesses ? "" : ", use worker processes")}, or set DOTNET_gcServer=1.";

    /// <param name="losses">The losses of a run.</param>
    /// <param name="hasProcesses">Whether its workers are processes.</param>
    public static IReadOnlyList<LossParts> Of(Losses losses, bool hasProcesses) =>
    [
        new("start-up", losses.Startup, $"It is paid once per run, so more work makes up for it{(hasProcesses ? "; threads start faster than processes" : "")}."),
        new("dispatch", losses.Dispatch, "Its tasks are tiny: use larger chunks (auto), or give each task more to do."),
        new(Contention, losses.Contention ?? 0, $"Tasks take longer side by side: use fewer workers{(hasProcesses ? "" : ", or processes if they share a lock")}."),
        new(CpuWait, losses.CpuWait ?? 0, ""),
        new(Gc, losses.Gc, CureOfGc(hasProcesses)),
        new(Imbalance, losses.Imbalance, ""),
        new("retries", losses.Retries, "Tasks fail and are run again: see the failures."),
        new("shutdown", losses.Shutdown, "The pool takes long to end: shorten what the workload disposes of, or run more."),
        new("other", losses.Other, "The executor takes long to say that all tasks are done."),
        new("node wait", losses.NodeWait ?? 0, "Workers of nodes wait while tasks and results travel: use larger chunks (auto), or give each task more to do."),
    ];
}
