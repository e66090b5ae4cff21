namespace Partime.Tool.Planning;

/// <summary>What planning needs to know of an executor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MaxWorkers">The most workers that make sense for it, 0 for any number.</param>
/// <param name="DefaultWorkers">Its workers if the user names none, as <see cref="WorkerSpec"/> reads them.</param>
/// <param name="DefaultChunkSize">Its chunk size if the user names none, as <see cref="ChunkSpec"/> reads it.</param>
internal sealed record PlannedExecutor(string Name, int MaxWorkers, string? DefaultWorkers = null, string? DefaultChunkSize = null);
