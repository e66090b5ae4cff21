using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>Advice in five lines, and one more for each further variant: what to choose, the kind of work, where time is lost, from where on parallel execution pays, and how sure all that is.</summary>
/// <param name="advice">The advice.</param>
/// <param name="names">The names of what was measured.</param>
/// <param name="isBudgetSpent">Whether more time to measure would have been used.</param>
/// <param name="among">The words for a choice among variants; <see langword="null"/> if there is only one.</param>
internal sealed class AdviceText(Analysis.Advice advice, ConfigurationNames names, bool isBudgetSpent = false, AmongVariants? among = null)
{
    /// <summary>Less CPU time side by side is noise, and no evidence.</summary>
    private const double MinGrowth = 0.95;

    /// <summary>What is said of more is "much".</summary>
    private const double MuchFaster = 2;

    public static IReadOnlyList<string> Of(Analysis.Advice advice, ConfigurationNames names, bool isBudgetSpent = false)
    {
        var text = new AdviceText(advice, names, isBudgetSpent);
        return [text.Choice(), .. text.Reasons, text.Sureness()];
    }

    /// <summary>The advice, or why there is none.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<Summary> summaries, Analysis.Advice? advice, bool isBudgetSpent, bool isComplete)
    {
        var names = new ConfigurationNames(summaries.Select(summary => summary.Configuration));
        return [.. BaselineText.Of(summaries, names, advice?.Chosen), .. advice is not null ? Of(advice, names, isBudgetSpent) : [$"No advice: {WhyNone(summaries, isBudgetSpent, isComplete)}"]];
    }

    /// <summary>What comes before any answer.</summary>
    public static string[] Caveat(bool resultsDiffer) => resultsDiffer ? ["The results differ, see below: no time counts until they agree."] : [];

    /// <summary>What to choose, and how sure that is.</summary>
    public IReadOnlyList<string> Answer => [Choice(), Sureness()];

    /// <summary>What kind of work it is, where time is lost, and from where on parallel execution pays, as far as known.</summary>
    public IReadOnlyList<string> Reasons => [.. ((string?[])[Kind(), LossText.Of(advice, NameOf), BreakEven()]).OfType<string>()];

    /// <summary>The answer where there is nothing to choose between.</summary>
    public static string WithoutChoice(IReadOnlyList<Summary> summaries, ConfigurationNames names, bool isComplete, bool isOneOfSeveral) => summaries is [{ WorstStatus: RunStatus.Ok, Wall: { } wall, Scenario.Tasks: > 0 } only]
        ? $"{names.Of(only.Configuration)} takes {Readable.Duration(wall.Median.Value)}{Range(wall.Median.Interval)} for {Readable.Tasks(only.Tasks)}, in {Readable.Counted(only.Rounds, "round")}.{(isOneOfSeveral ? "" : " To compare, name more executors or numbers of workers.")}"
        : summaries[0].Scenario.Scale == Scale.Weak && summaries.Where(summary => summary.SpeedUp is not null).MaxBy(summary => summary.SpeedUp!.Value) is { } most ? MostWork(most, names)
        : $"No advice: {WhyNone(summaries, isBudgetSpent: false, isComplete)}";

    public static string WhyNone(IReadOnlyList<Summary> summaries, bool isBudgetSpent, bool isComplete) => summaries switch
    {
        [{ Scenario.Scale: Scale.Weak }, ..] => "under weak scaling, configurations do not run the same tasks. Compare their efficiency.",
        { Count: > 1 } when summaries.Any(summary => summary.Wall?.Median.Value == 0) => "the clock saw no time pass in one of the configurations. Give the runs more to do.",
        [{ WorstStatus: not RunStatus.Ok }] => "not all of its tasks have succeeded.",
        not [{ WorstStatus: RunStatus.Ok, Scenario.Tasks: > 0 }] => "no two configurations ran all of their tasks.",
        _ when isBudgetSpent => "the budget was spent before a second configuration was measured. Allow a larger one.",
        _ when !isComplete => "the session ended before a second configuration was measured.",
        _ => "there is only one configuration. Name more executors or numbers of workers.",
    };

    /// <summary>The answer under weak scaling.</summary>
    private static string MostWork(Summary most, ConfigurationNames names) => most.Difference != Difference.Faster
        ? $"It is not shown that more workers do more work than {Summary.Baseline} in the same time."
        : $"{names.Of(most.Configuration)} does most: {Readable.Number(most.SpeedUp!.Value)} times the work of {Summary.Baseline} in the same time ({Readable.Number(most.SpeedUp.Interval?.Low)} to {Readable.Number(most.SpeedUp.Interval?.High)}), {Readable.Number(most.Efficiency!.Value)} per worker.";

    private Summary Chosen => advice.Chosen;

    public string Choice()
    {
        var name = NameOf(Chosen);
        var time = $"{Readable.Duration(Chosen.Wall!.Median.Value)}{Range(Chosen.Wall.Median.Interval)} for {Readable.Tasks(Chosen.Scenario.Tasks)}";
        var gain = advice.SpeedUp is { } speedUp
            ? $", {Readable.TimesAsFast(speedUp.Value, among is null ? Summary.Baseline : $"under {Summary.Baseline}")}{(speedUp.Interval is { } ends ? $" ({Readable.Number(ends.Low)} to {Readable.Number(ends.High)})" : "")}" : "";
        gain += among?.Than;
        return advice.Verdict switch
        {
            AdviceVerdict.Parallel => $"{(advice.IsSure ? "Use" : "Probably use")} {name}: {time}{gain}.{Cost()}",
            AdviceVerdict.Serial when among is not null => $"{(advice.IsSure ? "Use" : "Probably use")} {name}: {time}{gain}; {NothingFaster}.",
            AdviceVerdict.Serial => $"{(advice.IsSure ? "Stay" : "Probably stay")} {Summary.Baseline}: {time}; {NothingFaster}.",
            _ when IsSerialMissing && Chosen.Compared is not null => $"{(advice.IsSure ? "Use" : "Probably use")} {name}: {time}.{Cost()}",
            _ when IsSerialMissing => $"Inconclusive: {name} takes {time}, and {Summary.Baseline} was not measured: measure it, too.",
            _ => $"Inconclusive: {name} takes {time}{gain}.{(advice.Rival is null ? $" {Cure(Chosen)}" : "")}",
        };
    }

    private bool IsSerialMissing => advice.SpeedUp is null && Chosen.Configuration.Executor != Summary.Baseline;

    public string NothingFaster => $"nothing with several workers is {Faster}";

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
        return $"The work{(among is { Variant.Length: > 0 } ? $" of {among.Variant}" : "")} is {Label.Of(work.Kind)}: {string.Join("; ", evidence)}. {Meaning(work)}{(isCrowd ? string.Create(CultureInfo.InvariantCulture, $" Measure with {cpus:F0} workers, too.") : "")}{among?.OtherKinds}";
    }

    private string Collected() => advice.Parallel is { Typical: { GcShare: { } share, BytesPerTask: { } bytes } } parallel
        ? $", {Readable.Bytes(bytes)} each, and the garbage collector stopped {NameOf(parallel)} for {Readable.Percent(share)} of its time{GcText.Collections(parallel.Typical)}" : "";

    private static string Meaning(Work work) => work.Kind switch
    {
        WorkKind.CpuBound => "A worker per CPU is enough; threads do as well as processes, because .NET has no global lock.",
        WorkKind.Waiting => "With many tasks, many more workers than CPUs pay; async costs least.",
        WorkKind.Contended when work.OtherPrograms is { } others => $"Tasks seem to wait for each other, as for a lock. Other programs, which used {Readable.Percent(others)} of the machine's CPU time meanwhile, delay tasks as well: close them and measure again.",
        WorkKind.Contended => "Tasks wait for each other, as for a lock: shorten what is locked, or stay serial.",
        WorkKind.MemoryBound => "The CPUs share caches and the way to memory, so more workers gain little.",
        WorkKind.Allocating => "The garbage collector stops all threads of a process: allocate less, use processes, or set DOTNET_gcServer=1.",
        _ => "Tasks compute and wait: somewhat more workers than CPUs may pay.",
    };

    private string? BreakEven()
    {
        if (advice.BreakEvens.Count == 0)
            return null;
        var texts = advice.BreakEvens.GroupBy(point => point.Arm.Configuration.Executor)
            .Select(executor => executor.OrderBy(point => point.Arm.Configuration != Chosen.Configuration).ThenBy(point => LogMedian.Of(point.Arm.SoundSeconds).Median).First())
            .Select(point => $"{names.Of(point.Arm.Configuration)} {When(point)}");
        return $"{(among is { Variant.Length: > 0 } ? $"With {among.Variant}, parallel" : "Parallel")} execution pays, compared with {Summary.Baseline}: {string.Join("; ", texts)}.";
    }

    private static string When(BreakEven point) => point switch
    {
        { MinTaskSeconds: null, IsOneByOne: true } => "not here: its tasks ran one after the other",
        { MinTaskSeconds: null } => "not here: side by side its tasks took so much longer that it saved nothing",
        { MinTaskSeconds: 0 } => "with tasks of any length",
        // With fewer tasks than workers there is nothing to say about their number.
        { MinTaskSeconds: { } task, MinTasks: { } tasks } when tasks > point.Arm.Configuration.Workers => $"above {Readable.Duration(task)} per task, or from {Readable.Tasks((long)tasks)} of this length",
        { MinTaskSeconds: { } task } => $"above {Readable.Duration(task)} per task",
    };

    public string Sureness()
    {
        var rounds = $"Measured in {Readable.Counted(Chosen.Rounds, "round")}";
        if (advice.Rival is { } rival)
            return $"{rounds}; {NameOf(rival.Summary)} may be {(rival.MaxGain > MuchFaster ? "much" : $"up to {Readable.Percent(rival.MaxGain - 1)}")} faster. {Cure(rival.Summary)}";
        if (advice.NoChoice is { Configuration.Workers: 1, Wall.Median.Value: var alone } single)
            return $"{rounds}; {NameOf(single)} is faster ({Readable.Duration(alone)}), and not by parallel execution: its one worker runs the code under other conditions ('dotnet partime docs isolation').";
        if (advice.NoChoice is { } seeming)
            return $"{rounds}; {NameOf(seeming)} seems faster ({Readable.Duration(seeming.Wall!.Median.Value)}), but its workers did one thing after the other: the machine was faster in those rounds.";
        return $"{rounds}; no other choice is {Faster}{(Chosen.Rounds < LogMedian.MinForInterval ? $", by their plain differences. {(isBudgetSpent ? "A larger budget" : "More rounds")} would make it sure" : "")}.";
    }

    private string Cure(Summary doubtful)
    {
        string[] names = [.. ((string[])[NameOf(doubtful), NameOf(Chosen), NameOf(advice.Fastest), among?.Serial ?? Summary.Baseline]).Distinct().Take(2)];
        return $"To be surer, measure {string.Join(" and ", names)} {(isBudgetSpent ? "with a larger budget" : "in more rounds")}, on a quiet machine.";
    }

    private string NameOf(Summary summary) => among?.NameOf(summary) ?? names.Of(summary.Configuration);

    public static string Range(Interval? interval) => interval is { } ends ? $" ({Readable.Duration(ends.Low)} to {Readable.Duration(ends.High)})" : "";
}
