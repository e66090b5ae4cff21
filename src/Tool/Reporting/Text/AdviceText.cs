using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>Advice in five lines: what to choose, the kind of work, where time is lost, from where on parallel execution pays, and how sure all that is.</summary>
internal sealed class AdviceText(Analysis.Advice advice, ConfigurationNames names, bool isBudgetSpent = false)
{
    /// <summary>Smaller losses need no cure.</summary>
    private const double MinLoss = 0.1;

    /// <summary>How much longer the tasks take than the lower bound until another order would help.</summary>
    private const double FarFromIdeal = 1.1;

    /// <summary>Less CPU time side by side is noise, and no evidence.</summary>
    private const double MinGrowth = 0.95;

    /// <summary>What is said of more is "much".</summary>
    private const double MuchFaster = 2;

    /// <param name="advice">The advice.</param>
    /// <param name="names">The names of what was measured.</param>
    /// <param name="isBudgetSpent">Whether more time to measure would have been used.</param>
    public static IReadOnlyList<string> Of(Analysis.Advice advice, ConfigurationNames names, bool isBudgetSpent = false)
    {
        var text = new AdviceText(advice, names, isBudgetSpent);
        return [text.Choice(), .. text.Reasons, text.Sureness()];
    }

    /// <summary>Of a chapter, or why there is none.</summary>
    public static IReadOnlyList<string> Of(ReportChapter chapter)
    {
        var names = new ConfigurationNames(chapter.Summaries.Select(summary => summary.Configuration));
        return [.. BaselineText.Of(chapter.Summaries, names, chapter.Advice?.Chosen), .. chapter.Advice is { } advice ? Of(advice, names, chapter.IsBudgetSpent) : [WhyNone(chapter.Summaries, chapter.IsBudgetSpent, chapter.IsComplete)]];
    }

    /// <summary>What to choose, and how sure that is.</summary>
    public IReadOnlyList<string> Answer => [Choice(), Sureness()];

    /// <summary>What kind of work it is, where time is lost, and from where on parallel execution pays, as far as known.</summary>
    public IReadOnlyList<string> Reasons => [.. ((string?[])[Kind(), Losses(), BreakEven()]).OfType<string>()];

    /// <summary>The answer where there is nothing to choose between.</summary>
    public static string WithoutChoice(IReadOnlyList<Summary> summaries, ConfigurationNames names, bool isComplete) => summaries is [{ WorstStatus: RunStatus.Ok, Wall: { } wall, Scenario.Tasks: > 0 } only]
        ? $"{names.Of(only.Configuration)} takes {Readable.Duration(wall.Median.Value)}{Range(wall.Median.Interval)} for {Readable.Tasks(only.Tasks)}, in {Readable.Counted(only.Rounds, "round")}. To compare, name more executors or numbers of workers."
        : summaries[0].Scenario.Scale == Scale.Weak && summaries.Where(summary => summary.SpeedUp is not null).MaxBy(summary => summary.SpeedUp!.Value) is { } most ? MostWork(most, names)
        : WhyNone(summaries, isBudgetSpent: false, isComplete);

    public static string WhyNone(IReadOnlyList<Summary> summaries, bool isBudgetSpent, bool isComplete) => "No advice: " + (summaries switch
    {
        [{ Scenario.Scale: Scale.Weak }, ..] => "under weak scaling, configurations do not run the same tasks. Compare their efficiency.",
        { Count: > 1 } when summaries.Any(summary => summary.Wall?.Median.Value == 0) => "the clock saw no time pass in one of the configurations. Give the runs more to do.",
        not [{ WorstStatus: RunStatus.Ok, Scenario.Tasks: > 0 }] => "no two configurations ran all of their tasks.",
        _ when isBudgetSpent => "the budget was spent before a second configuration was measured. Allow a larger one.",
        _ when !isComplete => "the session ended before a second configuration was measured.",
        _ => "there is only one configuration. Name more executors or numbers of workers.",
    });

    /// <summary>The answer under weak scaling.</summary>
    private static string MostWork(Summary most, ConfigurationNames names) => most.Difference != Difference.Faster
        ? $"It is not shown that more workers do more work than {Summary.Baseline} in the same time."
        : $"{names.Of(most.Configuration)} does most: {Readable.Number(most.SpeedUp!.Value)} times the work of {Summary.Baseline} in the same time ({Readable.Number(most.SpeedUp.Interval?.Low)} to {Readable.Number(most.SpeedUp.Interval?.High)}), {Readable.Number(most.Efficiency!.Value)} per worker.";

    private Summary Chosen => advice.Chosen;

    private string Choice()
    {
        var name = NameOf(Chosen);
        var time = $"{Readable.Duration(Chosen.Wall!.Median.Value)}{Range(Chosen.Wall.Median.Interval)} for {Readable.Tasks(Chosen.Scenario.Tasks)}";
        var gain = advice.SpeedUp is { } speedUp
            ? $", {Readable.TimesAsFast(speedUp.Value, Summary.Baseline)}{(speedUp.Interval is { } ends ? $" ({Readable.Number(ends.Low)} to {Readable.Number(ends.High)})" : "")}" : "";
        return advice.Verdict switch
        {
            AdviceVerdict.Parallel => $"{(advice.IsSure ? "Use" : "Probably use")} {name}: {time}{gain}.{Cost()}",
            AdviceVerdict.Serial => $"{(advice.IsSure ? "Stay" : "Probably stay")} {Summary.Baseline}: {time}; nothing with several workers is {Faster}.",
            _ when IsSerialMissing && Chosen.Compared is not null => $"{(advice.IsSure ? "Use" : "Probably use")} {name}: {time}.{Cost()}",
            _ when IsSerialMissing => $"Inconclusive: {name} takes {time}, and {Summary.Baseline} was not measured: measure it, too.",
            _ => $"Inconclusive: {name} takes {time}{gain}.{(advice.Rival is null ? $" {Cure(Chosen)}" : "")}",
        };
    }

    private bool IsSerialMissing => advice.SpeedUp is null && Chosen.Configuration.Executor != Summary.Baseline;

    private string Faster => advice.Within > 0 ? $"more than {Percentage.Format(advice.Within)} faster" : "faster";

    /// <summary>What parallel execution costs beside time.</summary>
    private string Cost()
    {
        var memory = Chosen.Typical.PeakRssBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" and {bytes / 1e6:F0} MB of memory in workers") : "";
        return Chosen.Typical.CpuSeconds is { } cpu ? $" It costs {Readable.Duration(cpu)} of CPU time{memory}." : "";
    }

    private string? Kind()
    {
        if (advice.Work is not { } work)
            return null;
        var evidence = new List<string> { $"tasks use a CPU for {Readable.Percent(work.CpuShare)} of their time" };
        var computes = work.Kind != WorkKind.Waiting;
        if (work is { Slowdown: { } slowdown, SideBySide: { } together })
            evidence.Add($"under {names.Of(together.Configuration)} they take {Readable.Number(slowdown)} times as long{(computes && work.CpuGrowth is >= MinGrowth and var growth ? $" and {Readable.Number(growth)} times the CPU time" : "")}, not counting waits for a CPU or the garbage collector");
        if (computes && work.SpinSlowdown is { } spin)
            evidence.Add($"pure computation takes {Readable.Number(spin)} times as long on all CPUs at once");
        if (work.InstructionsPerCycle is { } ipc)
            evidence.Add($"the CPU executes {Readable.Number(ipc)} instructions per cycle{(work.InstructionsPerCycleTogether is { } beside ? $", and {Readable.Number(beside)} side by side" : "")}");
        if (work.Kind == WorkKind.Allocating && work.AllocationRate is { } rate)
            evidence.Add($"they allocate {Readable.Bytes(rate)}/s{Collected()}");
        var cpus = Math.Ceiling(Chosen.Typical.Noise.UsableCpus ?? Environment.ProcessorCount);
        var isCrowd = work.Kind == WorkKind.CpuBound && Chosen.Configuration.Workers > cpus;
        return $"The work is {Label.Of(work.Kind)}: {string.Join("; ", evidence)}. {Meaning(work.Kind)}{(isCrowd ? string.Create(CultureInfo.InvariantCulture, $" Measure with {cpus:F0} workers, too.") : "")}";
    }

    private string Collected() => advice.Parallel is { Typical: { GcShare: { } share, BytesPerTask: { } bytes } } parallel
        ? $", {Readable.Bytes(bytes)} each, and the garbage collector stopped {NameOf(parallel)} for {Readable.Percent(share)} of its time{GcText.Collections(parallel.Typical)}" : "";

    private static string Meaning(WorkKind kind) => kind switch
    {
        WorkKind.CpuBound => "A worker per CPU is enough; threads do as well as processes, because .NET has no global lock.",
        WorkKind.Waiting => "With many tasks, many more workers than CPUs pay; async costs least.",
        WorkKind.Contended => "Tasks wait for each other, as for a lock: shorten what is locked, or stay serial.",
        WorkKind.MemoryBound => "The CPUs share caches and the way to memory, so more workers gain little.",
        WorkKind.Allocating => "The garbage collector stops all threads of a process: allocate less, use processes, or set DOTNET_gcServer=1.",
        _ => "Tasks compute and wait: somewhat more workers than CPUs may pay.",
    };

    /// <summary>Whether the advice says already that the garbage collector costs time.</summary>
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

    private string? Losses()
    {
        if (LargestLoss(advice) is not var (name, seconds, cure))
            return null;
        var (parallel, losses) = (advice.Parallel!, advice.Parallel!.Losses!);
        var share = seconds / losses.Sum;
        if (share < MinLoss)
            return $"{NameOf(parallel)} loses little: {Readable.Percent(losses.Useful / losses.Sum)} of its time is useful work.";
        return $"{NameOf(parallel)} loses most by {name}: {Readable.Percent(share)} of its time. {name switch
        {
            LossParts.Imbalance => CureOfImbalance(parallel),
            LossParts.CpuWait => CureOfCpuWait(parallel),
            LossParts.Gc when advice.Work?.Kind == WorkKind.Allocating => $"That is more than {Summary.Baseline} loses by it.",
            LossParts.Gc => $"With what {Summary.Baseline} loses by it as well, it stopped the workers for {GcText.Evidence(parallel.Typical)}. {cure}",
            LossParts.Contention when advice.Work?.Kind == WorkKind.Waiting => "Tasks wait longer side by side: what they wait for is shared, or a busy machine wakes them late.",
            _ => cure,
        }}";
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

    private string? BreakEven()
    {
        if (advice.BreakEvens.Count == 0)
            return null;
        var texts = advice.BreakEvens.GroupBy(point => point.Arm.Configuration.Executor)
            .Select(executor => executor.OrderBy(point => point.Arm.Configuration != Chosen.Configuration).ThenBy(point => LogMedian.Of(point.Arm.SoundSeconds).Median).First())
            .Select(point => $"{names.Of(point.Arm.Configuration)} {When(point)}");
        return $"Parallel execution pays, compared with {Summary.Baseline}: {string.Join("; ", texts)}.";
    }

    private static string When(BreakEven point) => point switch
    {
        { MinTaskSeconds: null, IsOneByOne: true } => "not here: its tasks ran one after the other",
        { MinTaskSeconds: null } => "not here: its tasks took so much longer that it saved nothing",
        { MinTaskSeconds: 0 } => "with tasks of any length",
        // With fewer tasks than workers there is nothing to say about their number.
        { MinTaskSeconds: { } task, MinTasks: { } tasks } when tasks > point.Arm.Configuration.Workers => $"above {Readable.Duration(task)} per task, or from {Readable.Tasks((long)tasks)} of this length",
        { MinTaskSeconds: { } task } => $"above {Readable.Duration(task)} per task",
    };

    private string Sureness()
    {
        var rounds = $"Measured in {Readable.Counted(Chosen.Rounds, "round")}";
        if (advice.Rival is { } rival)
            return $"{rounds}; {NameOf(rival.Summary)} may be {(rival.MaxGain > MuchFaster ? "much" : $"up to {Readable.Percent(rival.MaxGain - 1)}")} faster. {Cure(rival.Summary)}";
        if (advice.NoChoice is { } seeming)
            return $"{rounds}; {NameOf(seeming)} seems faster ({Readable.Duration(seeming.Wall!.Median.Value)}), but its workers did one thing after the other: the machine was faster in those rounds.";
        return $"{rounds}; no other choice is {Faster}{(Chosen.Rounds < LogMedian.MinForInterval ? $", by their plain differences. {(isBudgetSpent ? "A larger budget" : "More rounds")} would make it sure" : "")}.";
    }

    private string Cure(Summary doubtful)
    {
        string[] names = [.. ((string[])[NameOf(doubtful), NameOf(Chosen), NameOf(advice.Fastest), Summary.Baseline]).Distinct().Take(2)];
        return $"To be surer, measure {string.Join(" and ", names)} {(isBudgetSpent ? "with a larger budget" : "in more rounds")}, on a quiet machine.";
    }

    private string NameOf(Summary summary) => names.Of(summary.Configuration);

    private static string Range(Interval? interval) => interval is { } ends ? $" ({Readable.Duration(ends.Low)} to {Readable.Duration(ends.High)})" : "";
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
    ];
}
