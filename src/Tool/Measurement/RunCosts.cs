using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>What a run took besides time: this process's part and that of its worker processes, if there were any.</summary>
internal sealed record RunCosts(CpuTime Cpu)
{
    /// <summary>In bytes, summed over the workers; null if they were not processes of their own.</summary>
    public long? PeakRssBytes { get; init; }

    /// <summary>How many worker processes were started.</summary>
    public int? Processes { get; init; }

    /// <summary>The mean time from the start of a worker process until it was ready.</summary>
    public TimeSpan? BootMean { get; init; }

    public TimeSpan? WorkerCpuMin { get; init; }

    public TimeSpan? WorkerCpuMax { get; init; }

    /// <summary>How long the garbage collector stopped worker processes, summed.</summary>
    public TimeSpan? GcPause { get; init; }

    /// <summary>A sentence about the run, if its numbers need one.</summary>
    public string? Remark { get; init; }

    public static RunCosts Of(CpuTime here, PoolUsage? workers) => workers is null ? new RunCosts(here) : new RunCosts(here + new CpuTime(workers.User, workers.System))
    {
        PeakRssBytes = workers.PeakRssBytes > 0 ? workers.PeakRssBytes : null,
        Processes = workers.Processes,
        BootMean = workers.BootMean,
        WorkerCpuMin = workers.CpuByWorker.Count > 0 ? workers.CpuByWorker.Min() : null,
        WorkerCpuMax = workers.CpuByWorker.Count > 0 ? workers.CpuByWorker.Max() : null,
        GcPause = workers.GcPause,
        Remark = workers.Remark,
    };
}
