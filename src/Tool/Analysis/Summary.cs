using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>What the measured rounds of one configuration amount to.</summary>
internal sealed record Summary
{
    /// <summary>The executor that the others are compared with.</summary>
    public const string Baseline = "serial";

    public required Scenario Scenario { get; init; }

    public required Configuration Configuration { get; init; }

    /// <summary>The executor's options in effect.</summary>
    public required string ExecutorOptions { get; init; }

    /// <summary>Whether each run had a process of its own that was gone afterwards.</summary>
    public required bool IsIsolated { get; init; }

    /// <summary>The round with the median wall time, the faster one of two in the middle. The parts of the time that are shown are from
    /// this one, as medians of the parts would not add up to the median of the whole.</summary>
    public required Observation Typical { get; init; }

    /// <summary>The wall times, in seconds; <see langword="null"/> if no round is complete.</summary>
    public required Distribution? Wall { get; init; }

    /// <summary>Rounds that took far longer or shorter than the others. They count like all others.</summary>
    public required IReadOnlyList<Outlier> Outliers { get; init; }

    /// <summary>The worst that happened in any round.</summary>
    public required RunStatus WorstStatus { get; init; }

    /// <summary>The speed-up over <see cref="Baseline"/>; <see langword="null"/> unless both did all of their work.</summary>
    public Estimate? SpeedUp { get; init; }

    /// <summary>The speed-up over the same executor with one worker.</summary>
    public Estimate? SpeedUpOverOne { get; init; }

    /// <summary>How the speed-up over the baseline differs from 1; <see langword="null"/> if there is nothing to compare.</summary>
    public Difference? Difference { get; init; }

    /// <summary>The same of the speed-up over one worker; <see langword="null"/> if there is nothing to compare.</summary>
    public Difference? DifferenceOverOne { get; init; }

    /// <summary>How many sessions the rounds are from.</summary>
    public required int Sessions { get; init; }

    /// <summary>How many complete rounds there are.</summary>
    public int Rounds => Wall?.Count ?? 0;

    /// <summary>What part of each worker the speed-up over the baseline makes use of.</summary>
    public Estimate? Efficiency => SpeedUp is { } speedUp ? speedUp / Configuration.Workers : null;

    /// <summary>The same of the speed-up over one worker.</summary>
    public Estimate? EfficiencyOverOne => SpeedUpOverOne is { } speedUp ? speedUp / Configuration.Workers : null;

    /// <summary>A summary per scenario and configuration, in the order of the plan, or else in which they were first run; warm-ups do not
    /// count.</summary>
    /// <param name="runs">What was measured.</param>
    /// <param name="band">What difference matters.</param>
    /// <param name="order">The configurations in the order in which they are to be shown.</param>
    public static IReadOnlyList<Summary> Of(IEnumerable<Observation> runs, EquivalenceBand band, IReadOnlyList<Configuration>? order = null)
    {
        var groups = Arm.AllOf(runs);
        var places = order?.ToList();
        return [.. groups.OrderBy(group => places?.IndexOf(group.Configuration) ?? 0).Select(arm => Of(arm, groups, band))];
    }

    private static Summary Of(Arm arm, IReadOnlyList<Arm> all, EquivalenceBand band)
    {
        // A round that was cut short says how long it took to be cut short. It is shown only if there is no other.
        var complete = arm.Runs.Where(run => run.IsComplete).ToList();
        var shown = (complete.Count > 0 ? complete : arm.Runs).OrderBy(run => run.Times.Wall).ToList();
        var speedUp = arm.SpeedUpOver(all.Where(other => other.Configuration.Executor == Baseline));
        var overOne = arm.SpeedUpOver(all.Where(arm.IsSameExecutorWithOneWorker));
        return new Summary
        {
            Scenario = arm.Scenario,
            Configuration = arm.Configuration,
            ExecutorOptions = arm.ExecutorOptions,
            IsIsolated = arm.IsIsolated,
            Typical = shown[(shown.Count - 1) / 2],
            Wall = complete.Count > 0 ? Distribution.Of(complete.ConvertAll(run => run.Times.Wall)) : null,
            Outliers = Outlier.Among(complete),
            Sessions = arm.Runs.Select(run => run.Session).Distinct().Count(),
            WorstStatus = arm.Runs.Max(run => run.Status),
            SpeedUp = speedUp,
            SpeedUpOverOne = overOne,
            Difference = speedUp is null || arm.Configuration.Executor == Baseline ? null : band.DifferenceOf(speedUp.Interval),
            DifferenceOverOne = overOne is null || arm.Configuration.Workers == 1 ? null : band.DifferenceOf(overOne.Interval),
        };
    }
}
