namespace Partime.Tool.Planning;

/// <summary>What planning needs to know of an executor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MaxWorkers">The most workers that it can use, 0 for any number.</param>
internal sealed record PlannedExecutor(string Name, int MaxWorkers)
{
    public IReadOnlyList<WorkerSpec> DefaultWorkers { get; init; } = [WorkerSpec.Default];

    public ChunkSpec DefaultChunkSize { get; init; } = ChunkSpec.Default;
}
