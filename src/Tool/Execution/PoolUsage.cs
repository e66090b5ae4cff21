namespace Partime.Tool.Execution;

/// <summary>What a pool's worker processes took, over their whole lives or, in a warm pool, over the run.</summary>
internal sealed record PoolUsage
{
    /// <summary>How many processes were started.</summary>
    public int Processes { get; init; }

    /// <summary>The mean time from starting a process until it was ready, of those that got there.</summary>
    public TimeSpan? BootMean { get; init; }

    public TimeSpan User { get; init; }

    public TimeSpan System { get; init; }

    /// <summary>Processor time of each worker that there was, with all processes that took its place one after the other.</summary>
    public IReadOnlyList<TimeSpan> CpuByWorker { get; init; } = [];

    /// <summary>The most memory each worker had, summed, in bytes.</summary>
    public long PeakRssBytes { get; init; }

    /// <summary>How long the garbage collector stopped workers, summed.</summary>
    public TimeSpan GcPause { get; init; }

    /// <summary>Something about the run that its numbers do not tell.</summary>
    public string? Remark { get; init; }
}

/// <summary>A pool that knows what its workers took, as they are not this process.</summary>
internal interface IMeasuredPool : IWorkerPool
{
    /// <summary>Complete once the pool is disposed of.</summary>
    PoolUsage Usage { get; }
}
