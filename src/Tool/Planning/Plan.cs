namespace Partime.Tool.Planning;

/// <summary>Everything that a session will run.</summary>
/// <param name="Inputs">The tasks of each run.</param>
/// <param name="Configurations">What each round runs once.</param>
/// <param name="Warmup">Rounds that do not count.</param>
/// <param name="Rounds">How many rounds do.</param>
internal sealed record Plan(TaskInputs Inputs, IReadOnlyList<Configuration> Configurations, int Warmup, RoundsSpec Rounds)
{
    /// <summary>What the order of every round follows from.</summary>
    public long Seed { get; init; }

    /// <summary>How many runs there will be; <see langword="null"/> if nobody knows yet.</summary>
    public long? RunCount => Rounds.Fixed is { } rounds ? ((long)Warmup + rounds) * Configurations.Count : null;

    /// <param name="inputs">The tasks.</param>
    /// <param name="executors">What runs them.</param>
    /// <param name="workers">None for each executor's default.</param>
    /// <param name="chunkSizes">None for each executor's default.</param>
    /// <param name="warmup">Rounds that do not count.</param>
    /// <param name="rounds">Rounds that do.</param>
    public static Plan Create(
        TaskInputs inputs, IReadOnlyList<PlannedExecutor> executors, IReadOnlyList<WorkerSpec> workers, IReadOnlyList<ChunkSpec> chunkSizes, int warmup, RoundsSpec rounds)
    {
        var configurations =
            from executor in executors
            from spec in workers.Count > 0 ? workers : executor.DefaultWorkers
            let count = spec.For(inputs.Count)
            let usable = executor.MaxWorkers > 0 ? Math.Min(count, executor.MaxWorkers) : count
            from chunks in chunkSizes.Count > 0 ? chunkSizes : [executor.DefaultChunkSize]
            select new Configuration(executor.Name, usable, chunks.For(inputs.Count, usable));
        return new Plan(inputs, [.. configurations.Distinct()], warmup, rounds);
    }

    /// <summary>The runs in the order in which they are measured.</summary>
    /// <param name="wantsRound">Asked before each round that counts, with its number, whether there is to be one.</param>
    public IEnumerable<PlannedRun> Runs(Func<int, bool> wantsRound)
    {
        for (var round = 1; round <= Warmup; round++)
            foreach (var run in Round(Phase.Warmup, round))
                yield return run;
        for (var round = 1; wantsRound(round); round++)
            foreach (var run in Round(Phase.Measure, round))
                yield return run;
    }

    /// <summary>The runs of one round, in their order.</summary>
    public IEnumerable<PlannedRun> Round(Phase phase, int round)
    {
        var before = ((phase == Phase.Measure ? Warmup : 0) + round - 1) * Configurations.Count;
        return RoundOrder.Of(Configurations.Count, Seed, phase, round)
            .Select((configuration, position) => new PlannedRun(before + position + 1, phase, round, position + 1, Configurations[configuration]));
    }
}
