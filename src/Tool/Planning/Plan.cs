namespace Partime.Tool.Planning;

/// <summary>Everything that a session will run.</summary>
internal sealed record Plan(TaskInputs Inputs, IReadOnlyList<Configuration> Configurations, int Warmup, int Rounds)
{
    public long RunCount => ((long)Warmup + Rounds) * Configurations.Count;

    /// <param name="inputs">The tasks.</param>
    /// <param name="executors">Who runs them.</param>
    /// <param name="workers">What the user says of workers; nothing for each executor's own number.</param>
    /// <param name="chunkSize">What the user says of chunks; <see langword="null"/> for each executor's own size.</param>
    /// <param name="warmup">Rounds that do not count.</param>
    /// <param name="rounds">Rounds that do.</param>
    public static Plan Create(
        TaskInputs inputs, IReadOnlyList<PlannedExecutor> executors, IReadOnlyList<string> workers, ChunkSpec? chunkSize, int warmup, int rounds)
    {
        var configurations =
            from executor in executors
            let chunks = chunkSize ?? ChunkSpec.Parse(executor.DefaultChunkSize ?? "1")
            from count in WorkerSpec.Parse(workers, executor.DefaultWorkers, inputs.Count)
            let sensible = executor.MaxWorkers > 0 ? Math.Min(count, executor.MaxWorkers) : count
            select new Configuration(executor.Name, sensible, chunks.For(inputs.Count, sensible));
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
