namespace Partime.Tool.Execution;

/// <summary>What the worker processes of a pool used, over their whole lives or, in a warm pool, during the run.</summary>
internal sealed record PoolUsage
{
    /// <summary>How many processes were started.</summary>
    public int Processes { get; init; }

    /// <summary>The mean time from starting a process until it was ready, over the processes that became ready.</summary>
    public TimeSpan? BootMean { get; init; }

    public TimeSpan User { get; init; }

    public TimeSpan System { get; init; }

    /// <summary>Processor time of each worker, summed over the processes that took its place one after the other.</summary>
    public IReadOnlyList<TimeSpan> CpuByWorker { get; init; } = [];

    /// <summary>The peak memory of each worker, summed, in bytes.</summary>
    public long PeakRssBytes { get; init; }

    /// <summary>How long the garbage collector paused workers, summed.</summary>
    public TimeSpan GcPause { get; init; }

    /// <summary>Something about the run that its numbers do not show.</summary>
    public string? Remark { get; init; }
}

/// <summary>A pool that knows what its workers used, because they are not this process.</summary>
internal interface IMeasuredPool : IWorkerPool
{
    /// <summary>Complete once the pool is disposed of.</summary>
    PoolUsage Usage { get; }
}

/// <summary>A pool has given up. The message is a whole sentence for the run's row; the session goes on.</summary>
internal sealed class BrokenPoolException(string message) : Exception(message);
