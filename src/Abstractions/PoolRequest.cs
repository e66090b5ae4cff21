namespace Partime;

/// <summary>What an executor is asked to start.</summary>
public sealed record PoolRequest
{
    /// <summary>The number of workers, at least 1. They are numbered from 0.</summary>
    public required int Workers { get; init; }

    /// <summary>Whether every worker must be ready when <see cref="IExecutor.StartAsync"/> completes, as the start is not to be
    /// measured. Otherwise one that can work is enough, and the others join it. Default: <see langword="false"/>.</summary>
    public bool AllReady { get; init; }
}
