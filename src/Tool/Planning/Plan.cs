namespace Partime.Tool.Planning;

/// <summary>Everything that a session will run.</summary>
/// <param name="Inputs">The tasks of each run.</param>
/// <param name="Configurations">What each round runs once.</param>
/// <param name="Warmup">Rounds that do not count.</param>
/// <param name="Rounds">How many rounds do.</param>
internal sealed record Plan(TaskInputs Inputs, IReadOnlyList<Configuration> Configurations, int Warmup, RoundsSpec Rounds)
{
    public const int MostRounds = 1_000_000_000;

    /// <summary>What the order of every round follows from.</summary>
    public long Seed { get; init; }

    /// <summary>How many runs there will be; <see langword="null"/> if nobody knows yet.</summary>
    public long? RunCount => Rounds.Fixed is { } rounds ? ((long)Warmup + rounds) * Configurations.Count : null;

    /// <param name="inputs">The tasks.</param>
    /// <param name="executors">Who runs them.</param>
    /// <param name="workers">What the user says of workers; nothing for each executor's own number.</param>
    /// <param name="chunkSizes">What the user says of chunks; nothing for each executor's own size.</param>
    /// <param name="warmup">Rounds that do not count.</param>
    /// <param name="rounds">Rounds that do.</param>
    public static Plan Create(
        TaskInputs inputs, IReadOnlyList<PlannedExecutor> executors, IReadOnlyList<string> workers, IReadOnlyList<ChunkSpec> chunkSizes, int warmup, RoundsSpec rounds)
    {
        var configurations =
            from executor in executors
            from count in WorkerSpec.Parse(workers, executor.DefaultWorkers, inputs.Count)
            let sensible = executor.MaxWorkers > 0 ? Math.Min(count, executor.MaxWorkers) : count
            from chunks in chunkSizes.Count > 0 ? chunkSizes : [executor.DefaultChunkSize is { } size ? ChunkSpec.Parse(size) : ChunkSpec.Default]
            select new Configuration(executor.Name, sensible, chunks.For(inputs.Count, sensible));
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
