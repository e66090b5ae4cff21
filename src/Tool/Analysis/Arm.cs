using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>All measured runs of one configuration in one scenario; an arm of the experiment, as statisticians say.</summary>
internal sealed record Arm(Scenario Scenario, Configuration Configuration, string ExecutorOptions, bool IsIsolated, IReadOnlyList<Observation> Runs)
{
    public bool IsSameExecutorWithOneWorker(Arm other) =>
        other.Configuration.Executor == Configuration.Executor && other.Configuration.Workers == 1 && other.ExecutorOptions == ExecutorOptions;

    /// <summary>Over the one with the same chunks if there are several, and rounds in common.</summary>
    public Estimate? SpeedUpOver(IEnumerable<Arm> baselines) => baselines
        .Where(other => other.Scenario == Scenario)
        .OrderBy(other => other.Configuration.ChunkSize != Configuration.ChunkSize)
        .Select(other => PairedSpeedUp.Of(Runs, other.Runs))
        .FirstOrDefault(speedUp => speedUp is not null);
}
