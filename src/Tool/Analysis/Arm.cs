using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>All measured runs of one configuration in one scenario: an arm of the experiment, in the terms of statistics.</summary>
internal sealed record Arm(Scenario Scenario, Configuration Configuration, string ExecutorOptions, bool IsIsolated, IReadOnlyList<Observation> Runs)
{
    /// <summary>Groups runs without the warm-up runs.</summary>
    public static IReadOnlyList<Arm> AllOf(IEnumerable<Observation> runs) =>
    [
        .. from run in runs
           where run.Planned.Phase == Phase.Measure
           group run by (run.Scenario, run.Planned.Configuration, run.ExecutorOptions, run.IsIsolated) into arm
           select new Arm(arm.Key.Scenario, arm.Key.Configuration, arm.Key.ExecutorOptions, arm.Key.IsIsolated, [.. arm]),
    ];

    /// <summary>The rounds that did all of their work. An interrupted round is only left out. After a failure there are no sound rounds at all, as
    /// doing half of the work is not twice as fast.</summary>
    public IReadOnlyList<Observation> SoundRuns => Runs.All(run => run.Status is RunStatus.Ok or RunStatus.Cancelled)
        ? [.. Runs.Where(run => run.IsComplete)]
        : [];

    /// <summary>The wall times of <see cref="SoundRuns"/>.</summary>
    public IReadOnlyList<double> SoundSeconds => [.. SoundRuns.Select(run => run.Times.Wall)];

    public bool IsSameExecutorWithOneWorker(Arm other) =>
        other.Configuration.Executor == Configuration.Executor && other.Configuration.Workers == 1 && other.ExecutorOptions == ExecutorOptions;

    /// <summary>The speed-up over the first baseline with rounds in common, those with the same chunk size first.</summary>
    public Estimate? SpeedUpOver(IEnumerable<Arm> baselines) => baselines
        .Where(other => other.Scenario == Scenario)
        .OrderBy(other => other.Configuration.ChunkSize != Configuration.ChunkSize)
        .Select(SpeedUpOver)
        .FirstOrDefault(speedUp => speedUp is not null);

    /// <summary>The median of the speed-ups within each round, so that temporary slow-downs cancel out.</summary>
    /// <returns><see langword="null"/> if the two have no sound round in common, or no tasks.</returns>
    private Estimate? SpeedUpOver(Arm baseline)
    {
        var baselines = baseline.SoundRuns.DistinctBy(run => run.RoundKey).ToDictionary(run => run.RoundKey, run => run.Times.Wall);
        var ratios = new List<double>();
        foreach (var run in SoundRuns)
            if (Scenario.Tasks > 0 && run.Times.Wall > 0 && baselines.TryGetValue(run.RoundKey, out var seconds))
                ratios.Add(seconds / run.Times.Wall);
        return ratios.Count > 0 ? Estimate.MedianOf(ratios) : null;
    }
}
