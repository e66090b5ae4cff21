namespace Partime;

/// <summary>What an executor is asked to start.</summary>
public sealed record PoolRequest
{
    /// <summary>The number of workers, at least 1. They are numbered from 0.</summary>
    public required int Workers { get; init; }
}
