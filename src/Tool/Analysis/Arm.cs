using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>All measured runs of one configuration in one scenario: an arm of the experiment, in the terms of statistics.</summary>
internal sealed record Arm(Scenario Scenario, Configuration Configuration, string ExecutorOptions, bool IsIsolated, IReadOnlyList<Observation> Runs)
{
    /// <summary>Groups runs without the warm-up runs and those that do not count.</summary>
    public static IReadOnlyList<Arm> AllOf(IEnumerable<Observation> runs) =>
    [
        .. from run in runs
           where run.Planned.Phase == Phase.Measure && !run.IsSuspended
           group run by new { run.Scenario, run.Planned.Configuration, run.ExecutorOptions, run.IsIsolated } into arm
           select new Arm(arm.Key.Scenario, arm.Key.Configuration, arm.Key.ExecutorOptions, arm.Key.IsIsolated, [.. arm]),
    ];

    /// <summary>The rounds that did all of their work. An interrupted round is only left out. After a failure there are no sound rounds at all, as
    /// doing half of the work is not twice as fast.</summary>
    public IReadOnlyList<Observation> SoundRuns => Runs.All(run => run.Status is RunStatus.Ok or RunStatus.Cancelled)
        ? [.. Runs.Where(run => run.IsComplete)]
        : [];

    /// <summary>The number of tasks of each run.</summary>
    public long Tasks => Scenario.TasksWith(Configuration.Workers);

    /// <summary>The wall times of <see cref="SoundRuns"/>.</summary>
    public IReadOnlyList<double> SoundSeconds => SecondsOf(SoundRuns);

    /// <summary>The wall times of runs. With a loop, because a query for numbers would be compiled at every start.</summary>
    public static double[] SecondsOf(IReadOnlyList<Observation> runs)
    {
        var seconds = new double[runs.Count];
        for (var i = 0; i < seconds.Length; i++)
            seconds[i] = runs[i].Times.Wall;
        return seconds;
    }

    public RunStatus WorstStatus
    {
        get
        {
            var worst = RunStatus.Ok;
            foreach (var run in Runs)
                worst = run.Status > worst ? run.Status : worst;
            return worst;
        }
    }

    public bool IsSameExecutorWithOneWorker(Arm other) =>
        other.Configuration.Executor == Configuration.Executor && other.Configuration.Workers == 1 && other.ExecutorOptions == ExecutorOptions;

    /// <summary>The one to compare with: the first of them with sound rounds in common, those with the same chunk size first.</summary>
    public Arm? BaselineAmong(IEnumerable<Arm> baselines)
    {
        var comparable = baselines.Where(other => SpeedUpOver(other) is not null).ToList();
        return comparable.Find(other => other.Configuration.ChunkSize == Configuration.ChunkSize) ?? comparable.FirstOrDefault();
    }

    /// <summary>The median of the speed-ups within each round, so that temporary slow-downs cancel out. Under weak scaling it is the scaled speed-up: how
    /// many times as many tasks it does in the same time.</summary>
    /// <returns><see langword="null"/> if the two have no sound round in common, or no tasks.</returns>
    public Estimate? SpeedUpOver(Arm baseline) => RatioOver(baseline, run => run.Times.Wall);

    /// <summary>How many times as long it takes as another: by the rounds that they have in common, or else by the medians.</summary>
    public Estimate TimesAsLongAs(Arm other) => other.SpeedUpOver(this) ?? new Estimate(LogMedian.Of(SoundSeconds).Median / LogMedian.Of(other.SoundSeconds).Median, null, 0);

    /// <summary>The median, over the sound rounds that the two have in common, of the baseline's value per task divided by this one's.</summary>
    /// <returns><see langword="null"/> without such a round with a positive value and a finite ratio, or without tasks.</returns>
    public Estimate? RatioOver(Arm baseline, Func<Observation, double> of)
    {
        var baselines = new Dictionary<RoundKey, Observation>();
        foreach (var run in baseline.SoundRuns)
            baselines.TryAdd(run.RoundKey, run);
        var sound = SoundRuns;
        var (ratios, count) = (new double[sound.Count], 0);
        foreach (var run in sound)
            if (Scenario.Tasks > 0 && of(run) > 0 && baselines.TryGetValue(run.RoundKey, out var other) && of(other) / of(run) * TasksOver(baseline) is var ratio && double.IsFinite(ratio))
                ratios[count++] = ratio;
        return count == 0 ? null : Estimate.MedianOf(count < ratios.Length ? ratios[..count] : ratios);
    }

    /// <summary>How many times as many tasks it has: exactly 1 except under weak scaling.</summary>
    public double TasksOver(Arm baseline) => Tasks / (double)baseline.Tasks;
}
