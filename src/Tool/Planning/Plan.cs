namespace Partime.Tool.Planning;

/// <summary>Everything that a session will run.</summary>
internal sealed record Plan(TaskInputs Inputs, IReadOnlyList<Configuration> Configurations, int Warmup, int Rounds)
{
    public long RunCount => ((long)Warmup + Rounds) * Configurations.Count;

    public static Plan Create(
        TaskInputs inputs, IReadOnlyList<PlannedExecutor> executors, IReadOnlyList<string> workers, int chunkSize, int warmup, int rounds)
    {
        var counts = WorkerSpec.Parse(workers, inputs.Count);
        var configurations =
            from executor in executors
            from count in counts
            let sensible = executor.MaxWorkers > 0 ? Math.Min(count, executor.MaxWorkers) : count
            select new Configuration(executor.Name, sensible, chunkSize);
        return new Plan(inputs, [.. configurations.Distinct()], warmup, rounds);
    }

    /// <summary>The runs in the order in which they are measured.</summary>
    public IEnumerable<PlannedRun> Runs()
    {
        var number = 0;
        for (var round = 1; round <= Warmup + Rounds; round++)
            for (var order = 1; order <= Configurations.Count; order++)
                yield return round <= Warmup
                    ? new PlannedRun(++number, Phase.Warmup, round, order, Configurations[order - 1])
                    : new PlannedRun(++number, Phase.Measure, round - Warmup, order, Configurations[order - 1]);
    }
}
