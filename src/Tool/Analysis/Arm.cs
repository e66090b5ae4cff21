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
           group run by new { run.Scenario, run.Planned.Configuration, run.ExecutorOptions, run.IsIsolated } into arm
           select new Arm(arm.Key.Scenario, arm.Key.Configuration, arm.Key.ExecutorOptions, arm.Key.IsIsolated, [.. arm]),
    ];

    /// <summary>The rounds that did all of their work. An interrupted round is only left out. After a failure there are no sound rounds at all, as
    /// doing half of the work is not twice as fast.</summary>
    public IReadOnlyList<Observation> SoundRuns => Runs.All(run => run.Status is RunStatus.Ok or RunStatus.Cancelled)
        ? [.. Runs.Where(run => run.IsComplete)]
        : [];

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

    /// <summary>The speed-up over the first baseline with rounds in common, those with the same chunk size first.</summary>
    public Estimate? SpeedUpOver(IEnumerable<Arm> baselines)
    {
        var comparable = baselines.Where(other => other.Scenario == Scenario).ToList();
        return comparable.Where(HasSameChunks).Concat(comparable.Where(other => !HasSameChunks(other)))
            .Select(SpeedUpOver).FirstOrDefault(speedUp => speedUp is not null);

        bool HasSameChunks(Arm other) => other.Configuration.ChunkSize == Configuration.ChunkSize;
    }

    /// <summary>The median of the speed-ups within each round, so that temporary slow-downs cancel out.</summary>
    /// <returns><see langword="null"/> if the two have no sound round in common, or no tasks.</returns>
    private Estimate? SpeedUpOver(Arm baseline)
    {
        var baselines = new Dictionary<RoundKey, Observation>();
        foreach (var run in baseline.SoundRuns)
            baselines.TryAdd(run.RoundKey, run);
        var ratios = new List<double>();
        foreach (var run in SoundRuns)
            if (Scenario.Tasks > 0 && run.Times.Wall > 0 && baselines.TryGetValue(run.RoundKey, out var other))
                ratios.Add(other.Times.Wall / run.Times.Wall);
        return ratios.Count > 0 ? Estimate.MedianOf(ratios) : null;
    }
}
