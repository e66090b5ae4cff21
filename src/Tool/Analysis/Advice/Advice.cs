using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>What the measurements recommend.</summary>
internal enum AdviceVerdict
{
    Parallel,
    Serial,

    /// <summary>The rounds do not tell yet.</summary>
    Inconclusive,
}

/// <summary>Which configuration to choose for one scenario, and how sure that is.</summary>
/// <param name="Verdict">Whether parallel execution pays.</param>
/// <param name="Chosen">Of those that are about as fast as the fastest, the one with the fewest workers.</param>
/// <param name="Fastest">The configuration with the lowest median.</param>
internal sealed record Advice(AdviceVerdict Verdict, Summary Chosen, Summary Fastest)
{
    /// <summary>By default, 5% more time is worth fewer workers.</summary>
    public const double DefaultWithin = 0.05;

    /// <summary>Without an interval, in one or two rounds, a ratio this far from 1 is no accident.</summary>
    public const double PlainRatio = 1.5;

    /// <summary>Above it, what another choice may gain is a reason to doubt.</summary>
    private const double MuchGain = 1.25;

    /// <summary>How many times as long as the busiest worker all of them are busy, or how many CPUs they use together, up to which the others hardly helped.</summary>
    public const double OneWorker = 1.05;

    /// <summary>When this many workers wait for a CPU on average, others hold it.</summary>
    private const double MuchWaiting = 0.25;

    /// <summary>Tasks that give up their CPU less often do not wait for anything; the runtime does now and then.</summary>
    private const double MinWaits = 0.9;

    /// <summary>The fraction of its time that the chosen configuration may be slower than the fastest.</summary>
    public required double Within { get; init; }

    /// <summary>The name of the variant; <see langword="null"/> if there is only one.</summary>
    public string? Variant { get; init; }

    /// <summary>Whether the rounds show how all other variants compare with it.</summary>
    public bool IsVariantKnown { get; init; } = true;

    /// <summary>The speed-up over serial; <see langword="null"/> if serial was not measured.</summary>
    public Estimate? SpeedUp { get; init; }

    /// <summary>A configuration that may be faster than the chosen one by more than <see cref="Within"/>, as far as the rounds tell: the most likely of
    /// them.</summary>
    public Rival? Rival { get; init; }

    /// <summary>What seemed faster by more than <see cref="Within"/>, and is no choice, as its workers did one thing after the other; one worker only if it is significantly
    /// faster; <see langword="null"/> if there is none.</summary>
    public Summary? NoChoice { get; init; }

    /// <summary>Whether enough rounds show it, and no other choice may be much faster.</summary>
    public bool IsSure => IsVariantKnown && Chosen.Rounds >= LogMedian.MinForInterval && SpeedUp is null or { Interval: not null } && !(Rival?.MaxGain > MuchGain);

    public required Work? Work { get; init; }

    public required IReadOnlyList<BreakEven> BreakEvens { get; init; }

    /// <summary>The summary whose losses show what keeps parallel execution back: what was chosen, or else the fastest configuration with several workers.</summary>
    public Summary? Parallel { get; init; }

    /// <param name="runs">What was measured of one scenario.</param>
    /// <param name="summaries">Its summaries.</param>
    /// <param name="within">By what fraction the advice may be slower than the fastest.</param>
    /// <param name="spinSlowdown">See <see cref="Work.Of"/>.</param>
    /// <param name="variant">The name of the variant; <see langword="null"/> if there is only one.</param>
    /// <returns><see langword="null"/> if there is no choice: no two configurations with sound rounds, or no two that run the same tasks, as under weak scaling, or if one took no time.</returns>
    public static Advice? Of(IEnumerable<Observation> runs, IReadOnlyList<Summary> summaries, double within = DefaultWithin, double? spinSlowdown = null, string? variant = null)
    {
        var arms = Arm.AllOf(runs).Where(arm => arm.SoundRuns.Count > 0).ToList();
        if (arms.Select(arm => arm.Configuration).Distinct().Count() < 2 || arms.Select(arm => arm.Scenario).Distinct().Count() > 1 || arms[0].Scenario is { Tasks: 0 } or { Scale: Scale.Weak })
            return null;
        // Of times that are too short for the clock there is no ratio.
        if (arms.Any(arm => LogMedian.Of(arm.SoundSeconds).Median <= 0))
            return null;
        // In the order of the table.
        var choices = summaries.SelectMany(summary => arms.Where(arm => arm.Configuration == summary.Configuration && arm.ExecutorOptions == summary.ExecutorOptions && arm.IsIsolated == summary.IsIsolated)
            .Select(arm => new Choice(arm, summary))).ToList();
        var serial = choices.Find(choice => choice.Arm.Configuration.Executor == Summary.Baseline);
        var work = Work.Of(arms, spinSlowdown);
        // A task that waits may have others compute for it, as a request does: then its CPU time says little of how many tasks make progress.
        var isComputing = work is { CpuShare: > Work.ComputingShare, WaitsPerTask: < MinWaits };
        var candidates = serial is null ? choices : choices.FindAll(choice => !choice.RanOneByOne && !(isComputing && choice.UsedOneCpu));
        var fastest = candidates.MinBy(choice => choice.Median)!;
        var chosen = candidates.Where(choice => choice.RatioTo(fastest) is var ratio && ratio.Value <= 1 + within)
            .OrderBy(choice => choice.Arm.Configuration.Workers).ThenBy(choice => choice.Arm.Configuration.Executor != Summary.Baseline).ThenBy(choice => choice.Median).First();
        var rival = candidates.Where(choice => choice != chosen).Select(choice => Rival.Of(choice.Summary, chosen.RatioTo(choice), within, variant)).OfType<Rival>().MaxBy(rival => rival.MaxGain);
        return new Advice(VerdictOf(chosen, serial, rival), chosen.Summary, fastest.Summary)
        {
            Within = within,
            Variant = variant,
            SpeedUp = serial is null || serial == chosen ? null : serial.RatioTo(chosen),
            Rival = rival,
            NoChoice = choices.Except(candidates).Where(choice => choice.Arm.Configuration.Workers > 1 ? choice.Median * (1 + within) < chosen.Median : IsAbove(chosen.RatioTo(choice), within)).MinBy(choice => choice.Median)?.Summary,
            Work = work,
            BreakEvens = serial is null ? [] : [.. choices.Where(choice => choice != serial).Select(choice => BreakEven.Of(choice.Arm, serial.Arm) is { } point && !point.Contradicts(serial.RatioTo(choice)) ? point : null).OfType<BreakEven>()],
            Parallel = choices.Where(choice => choice.Arm.Configuration.Workers > 1).OrderBy(choice => choice != chosen).ThenBy(choice => choice.RanOneByOne).ThenBy(choice => choice.Median).FirstOrDefault()?.Summary,
        };
    }

    private static AdviceVerdict VerdictOf(Choice chosen, Choice? serial, Rival? rival)
    {
        if (serial is null)
            return AdviceVerdict.Inconclusive;
        if (chosen == serial)
            return rival is null || rival.MaxGain <= MuchGain ? AdviceVerdict.Serial : AdviceVerdict.Inconclusive;
        var gain = serial.RatioTo(chosen);
        return IsAbove(gain, EquivalenceBand.Default.Width) ? AdviceVerdict.Parallel : AdviceVerdict.Inconclusive;
    }

    /// <summary>Whether a ratio is significantly above 1.</summary>
    private static bool IsAbove(Estimate ratio, double width) => ratio.Interval is { } interval ? interval.Low > 1 + width : ratio.Value >= PlainRatio;

    private sealed record Choice(Arm Arm, Summary Summary)
    {
        public double Median { get; } = LogMedian.Of(Arm.SoundSeconds).Median;

        /// <summary>Whether one worker did nearly everything in every round, as under async with tasks that compute, or as it was the only one. It is serial by another
        /// name: where it seems faster, the machine was.</summary>
        public bool RanOneByOne { get; } = Arm.Configuration.Executor != Summary.Baseline
            && (Arm.Configuration.Workers == 1 || Arm.SoundRuns.All(run => run.WorkerTime is { } time && time.Busy <= OneWorker * time.MaxBusy));

        /// <summary>Whether all workers together used one CPU, as behind a lock. Tasks that compute were then no faster than one after the other, whatever the machine
        /// did in those rounds. Workers that waited for a CPU which other programs held are another matter.</summary>
        public bool UsedOneCpu { get; } = Arm.Configuration.Workers > 1 && Work.MedianOf(Arm, run => run.CpusUsed) <= OneWorker && Work.MedianOf(Arm, run => run.WaitingForCpu) <= MuchWaiting;

        public Estimate RatioTo(Choice other) => Arm == other.Arm ? new Estimate(1, new Interval(1, 1), Arm.SoundSeconds.Count) : Arm.TimesAsLongAs(other.Arm);
    }
}

/// <summary>A configuration that may be faster than the chosen one.</summary>
/// <param name="Summary">The configuration.</param>
/// <param name="Gain">How many times as long the chosen one takes.</param>
/// <param name="MaxGain">The upper end of what the rounds allow.</param>
/// <param name="Variant">The name of its variant; <see langword="null"/> if there is only one.</param>
internal sealed record Rival(Summary Summary, Estimate Gain, double MaxGain, string? Variant = null)
{
    public static Rival? Of(Summary summary, Estimate gain, double within, string? variant) =>
        (gain.Interval?.High ?? gain.Value) is var max && max > 1 + within ? new Rival(summary, gain, max, variant) : null;
}
