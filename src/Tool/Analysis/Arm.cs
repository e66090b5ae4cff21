using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>All measured runs of one configuration in one scenario; an arm of the experiment, as statisticians say.</summary>
internal sealed record Arm(Scenario Scenario, Configuration Configuration, string ExecutorOptions, bool IsIsolated, IReadOnlyList<Observation> Runs)
{
    /// <summary>Warm-ups do not count.</summary>
    public static IReadOnlyList<Arm> AllOf(IEnumerable<Observation> runs) =>
    [
        .. from run in runs
           where run.Planned.Phase == Phase.Measure
           group run by (run.Scenario, run.Planned.Configuration, run.ExecutorOptions, run.IsIsolated) into arm
           select new Arm(arm.Key.Scenario, arm.Key.Configuration, arm.Key.ExecutorOptions, arm.Key.IsIsolated, [.. arm]),
    ];

    /// <summary>The rounds in which all was done. One that was interrupted is only missing; one in which anything failed makes all of them
    /// doubtful, and there are none: half the work done is not twice as fast.</summary>
    public IReadOnlyList<Observation> SoundRuns => Runs.All(run => run.Status is RunStatus.Ok or RunStatus.Cancelled)
        ? [.. Runs.Where(run => run.IsComplete)]
        : [];

    /// <summary>The wall times of those.</summary>
    public IReadOnlyList<double> SoundSeconds => [.. SoundRuns.Select(run => run.Times.Wall)];

    public bool IsSameExecutorWithOneWorker(Arm other) =>
        other.Configuration.Executor == Configuration.Executor && other.Configuration.Workers == 1 && other.ExecutorOptions == ExecutorOptions;

    /// <summary>Over the one with the same chunks if there are several, and rounds in common.</summary>
    public Estimate? SpeedUpOver(IEnumerable<Arm> baselines) => baselines
        .Where(other => other.Scenario == Scenario)
        .OrderBy(other => other.Configuration.ChunkSize != Configuration.ChunkSize)
        .Select(other => PairedSpeedUp.Of(this, other))
        .FirstOrDefault(speedUp => speedUp is not null);
}
