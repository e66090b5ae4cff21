using MathNet.Numerics.Statistics;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>The statistics of the measured rounds of one configuration.</summary>
internal sealed record Summary
{
    /// <summary>Numbers that differ by less, as a fraction, need no explanation.</summary>
    private const double SmallDifference = 0.05;

    /// <summary>The executor that the others are compared with by default.</summary>
    public const string Baseline = "serial";

    public required Scenario Scenario { get; init; }

    public required Configuration Configuration { get; init; }

    /// <summary>The executor's options in effect.</summary>
    public required string ExecutorOptions { get; init; }

    /// <summary>The number of tasks of each run.</summary>
    public long Tasks => Scenario.TasksWith(Configuration.Workers);

    /// <summary>Whether each run had a fresh process for itself.</summary>
    public required bool IsIsolated { get; init; }

    /// <summary>The round with the median wall time; the faster one of two in the middle. The parts of the time are shown from this round, because
    /// medians of the parts would not add up to the median of the whole.</summary>
    public required Observation Typical { get; init; }

    /// <summary>The wall times of the complete rounds, in seconds; <see langword="null"/> if there are none.</summary>
    public required Distribution? Wall { get; init; }

    /// <summary>The complete rounds.</summary>
    public IReadOnlyList<Observation> Runs { get; init; } = [];

    /// <summary>Rounds that took far longer or shorter than the others. They are not discarded.</summary>
    public required IReadOnlyList<Outlier> Outliers { get; init; }

    /// <summary>The worst status of any round.</summary>
    public required RunStatus WorstStatus { get; init; }

    /// <summary>The speed-up over <see cref="Baseline"/>; <see langword="null"/> without a sound round in common.</summary>
    public Estimate? SpeedUp { get; init; }

    /// <summary>The speed-up over the same executor with one worker.</summary>
    public Estimate? SpeedUpOverOne { get; init; }

    /// <summary>How the speed-up over the baseline differs from 1; <see langword="null"/> if there is nothing to compare.</summary>
    public Difference? Difference { get; init; }

    /// <summary>The same of the speed-up over one worker; <see langword="null"/> if there is nothing to compare.</summary>
    public Difference? DifferenceOverOne { get; init; }

    /// <summary>How it compares with the baseline that the user has chosen; <see langword="null"/> for none.</summary>
    public Compared? Compared { get; init; }

    /// <summary>The speed-up that the medians of the wall times show, where that of the rounds says something else; otherwise <see langword="null"/>.</summary>
    public double? SpeedUpOfMedians { get; init; }

    /// <summary>If a difference is claimed and the code was colder than that of the baseline; otherwise <see langword="null"/>.</summary>
    public ColdCode? ColdCode { get; init; }

    /// <summary>If the first run did much more than the later ones; otherwise <see langword="null"/>.</summary>
    public CachedWork? Cached { get; init; }

    /// <summary>The serial run of the same round, or else the last one before; <see langword="null"/> if there is none with which that round can be compared.</summary>
    public Observation? Reference { get; init; }

    /// <summary>Where the time of the workers went in the round whose parts are shown; <see langword="null"/> if its times are not known.</summary>
    public Losses? Losses => Typical.LossesAgainst(Reference);

    /// <summary>The CPU time of the serial run of that round, for as many tasks.</summary>
    public double? SerialCpuSeconds => Reference is { Tasks: > 0 } serial ? serial.CpuSeconds * Tasks / serial.Tasks : null;

    /// <summary>The time in tasks of that run, likewise.</summary>
    public double? SerialTaskSeconds => Reference is { Tasks: > 0 } serial ? serial.WorkerTime?.Tasks * Tasks / serial.Tasks : null;

    /// <summary>Whether the round whose parts are shown took another time than the median that is shown.</summary>
    public bool IsTypicalFar => Wall is { } wall && wall.Median.Value - Typical.Times.Wall > SmallDifference * wall.Median.Value;

    /// <summary>The number of sessions that the rounds are from.</summary>
    public required int Sessions { get; init; }

    /// <summary>The number of complete rounds.</summary>
    public int Rounds => Wall?.Count ?? 0;

    /// <summary>The median over the complete rounds; <see langword="null"/> if a round does not tell.</summary>
    public double? MedianOf(Func<Observation, double?> value) => Runs.Count == 0 || Runs.Any(run => value(run) is null) ? null : Runs.Select(run => value(run)!.Value).Median();

    /// <summary>The median over the complete rounds in which tasks reported it; <see langword="null"/> if they never did.</summary>
    /// <remarks>With loops, because a query over numbers would be compiled at every start.</remarks>
    public double? MedianOf(Metric metric)
    {
        var (values, count) = (new double[Runs.Count], 0);
        foreach (var run in Runs)
            foreach (var total in run.Metrics)
                if (total.Metric == metric && total.Value is { } value)
                    values[count++] = value;
        return Quantile.Of(values, count, 0.5);
    }

    /// <summary>The speed-up over the baseline per worker.</summary>
    public Estimate? Efficiency => SpeedUp is { } speedUp ? speedUp / Configuration.Workers : null;

    /// <summary>The speed-up over one worker, per worker.</summary>
    public Estimate? EfficiencyOverOne => SpeedUpOverOne is { } speedUp ? speedUp / Configuration.Workers : null;

    /// <summary>One summary per scenario and configuration, without the warm-up runs.</summary>
    /// <param name="runs">What was measured.</param>
    /// <param name="band">The band in which a difference does not matter.</param>
    /// <param name="order">All configurations in their order; <see langword="null"/> for the order of their first runs.</param>
    /// <param name="chosen">What the user compares with; <see langword="null"/> for the default.</param>
    public static IReadOnlyList<Summary> Of(IEnumerable<Observation> runs, EquivalenceBand band, IReadOnlyList<Configuration>? order = null, Baseline? chosen = null)
    {
        var all = runs as IReadOnlyCollection<Observation> ?? [.. runs];
        var groups = Arm.AllOf(all);
        var summaries = new List<Summary>(groups.Count);
        if (order is null)
            foreach (var arm in groups)
                summaries.Add(Of(arm, groups, band) with { Cached = CachedWork.Of(arm, all), Compared = chosen?.Compare(arm, groups, band) });
        else
            foreach (var configuration in order)
                foreach (var arm in groups)
                    if (arm.Configuration == configuration)
                        summaries.Add(Of(arm, groups, band) with { Cached = CachedWork.Of(arm, all), Compared = chosen?.Compare(arm, groups, band) });
        return summaries;
    }

    private static Summary Of(Arm arm, IReadOnlyList<Arm> all, EquivalenceBand band)
    {
        // The time of an interrupted round means little. It is shown only if there is no other round.
        var complete = arm.Runs.Where(run => run.IsComplete).ToList();
        List<Observation> shown = complete.Count > 0 ? [.. complete] : [.. arm.Runs];
        shown.Sort((run, other) => run.Times.Wall.CompareTo(other.Times.Wall));
        var baseline = arm.BaselineAmong(all.Where(other => other.Scenario == arm.Scenario && other.Configuration.Executor == Baseline));
        var speedUp = baseline is null ? null : arm.SpeedUpOver(baseline);
        var overOne = arm.BaselineAmong(all.Where(other => other.Scenario == arm.Scenario && arm.IsSameExecutorWithOneWorker(other))) is { } one ? arm.SpeedUpOver(one) : null;
        var typical = shown[(shown.Count - 1) / 2];
        var summary = new Summary
        {
            Scenario = arm.Scenario,
            Configuration = arm.Configuration,
            ExecutorOptions = arm.ExecutorOptions,
            IsIsolated = arm.IsIsolated,
            Typical = typical,
            Reference = arm.Configuration.Executor == Baseline ? typical : baseline is null ? null : ReferenceOf(typical, baseline),
            Wall = complete.Count > 0 ? Distribution.Of(Arm.SecondsOf(complete)) : null,
            Runs = complete,
            Outliers = Outlier.Among(complete),
            Sessions = arm.Runs.Select(run => run.Session).Distinct().Count(),
            WorstStatus = arm.WorstStatus,
            SpeedUp = speedUp,
            SpeedUpOverOne = overOne,
            Difference = speedUp is null || arm.Configuration.Executor == Baseline ? null : band.DifferenceOf(speedUp.Interval),
            DifferenceOverOne = overOne is null || arm.Configuration.Workers == 1 ? null : band.DifferenceOf(overOne.Interval),
        };
        return baseline is null ? summary : summary with
        {
            SpeedUpOfMedians = summary.DifferingRatio(LogMedian.Of(baseline.SoundSeconds).Median / LogMedian.Of(arm.SoundSeconds).Median * arm.TasksOver(baseline)),
            ColdCode = !baseline.IsIsolated && summary.Difference is Analysis.Difference.Faster or Analysis.Difference.Slower ? ColdCode.Of(arm, baseline) : null,
        };
    }

    /// <summary>A search soon drops serial, and goes on with others.</summary>
    private static Observation? ReferenceOf(Observation typical, Arm baseline) =>
        baseline.Runs.Where(run => run.IsReference && run.Session == typical.Session && run.Planned.Round <= typical.Planned.Round).MaxBy(run => run.Planned.Round);

    /// <summary>The ratio, if it differs from the speed-up by more than chance explains.</summary>
    private double? DifferingRatio(double ratio) =>
        double.IsFinite(ratio) && Math.Abs((ratio / SpeedUp!.Value) - 1) > SmallDifference && SpeedUp.Interval is { } interval && (ratio < interval.Low || ratio > interval.High) ? ratio : null;
}
