using System.Runtime;

namespace Partime.Tool.Execution;

/// <summary>What the worker processes of a pool used, over their whole lives or, in a warm pool, during a run.</summary>
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

    /// <summary>How long workers of nodes waited for their next tasks, summed; <see langword="null"/> without nodes.</summary>
    public TimeSpan? NodeWait { get; init; }

    /// <summary>What they allocated while they had tasks, summed, and the collections of that time; <see langword="null"/> if one died and has not told.</summary>
    public GcCounts? Gc { get; init; }

    /// <summary>How long the workers waited for a CPU while they had tasks, summed; <see langword="null"/> if the system does not tell.</summary>
    public TimeSpan? CpuWait { get; init; }

    /// <summary>What workers compiled while they ran tasks, summed.</summary>
    public Compilation Compilation { get; init; }

    /// <summary>Something about the run that its numbers do not show.</summary>
    public string? Remark { get; init; }

    /// <summary>Why the workload failed when a worker disposed of it; the first one of several.</summary>
    public WorkloadFault? EndFault { get; init; }

    /// <summary>Whether a worker stood still for a while, stopped by a signal.</summary>
    public bool WasStopped { get; init; }
}

/// <summary>What the just-in-time compiler of a process has done: methods without native code, and those that it compiled again to make them faster.</summary>
/// <param name="Methods">How many.</param>
/// <param name="Time">How long it took, summed over threads.</param>
internal readonly record struct Compilation(long Methods, TimeSpan Time)
{
    /// <summary>Since the process started.</summary>
    public static Compilation Now() => new(JitInfo.GetCompiledMethodCount(), JitInfo.GetCompilationTime());

    public static Compilation operator +(Compilation one, Compilation other) => new(one.Methods + other.Methods, one.Time + other.Time);

    public static Compilation operator -(Compilation later, Compilation earlier) => new(later.Methods - earlier.Methods, later.Time - earlier.Time);
}

/// <summary>What a process has allocated on the managed heap, and how often its garbage collector has run.</summary>
/// <param name="AllocatedBytes">By all threads.</param>
/// <param name="Gen0">Collections of generation 0 alone.</param>
/// <param name="Gen1">Collections of generations 0 and 1.</param>
/// <param name="Gen2">Collections of the whole heap.</param>
internal readonly record struct GcCounts(long AllocatedBytes, long Gen0, long Gen1, long Gen2)
{
    /// <summary>Since the process started. The exact number of bytes stops all threads for a moment: the other one counts 8 KB whenever a thread begins to use them.</summary>
    public static GcCounts Now()
    {
        int gen0, gen1, gen2;
        do
            // .NET counts each collection in every generation below its own, too.
            (gen0, gen1, gen2) = (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
        // Otherwise one has happened in between, and the differences are wrong.
        while (gen0 != GC.CollectionCount(0));
        return new GcCounts(GC.GetTotalAllocatedBytes(precise: true), gen0 - gen1, gen1 - gen2, gen2);
    }

    public static GcCounts operator +(GcCounts one, GcCounts other) =>
        new(one.AllocatedBytes + other.AllocatedBytes, one.Gen0 + other.Gen0, one.Gen1 + other.Gen1, one.Gen2 + other.Gen2);

    public static GcCounts operator -(GcCounts later, GcCounts earlier) =>
        new(later.AllocatedBytes - earlier.AllocatedBytes, later.Gen0 - earlier.Gen0, later.Gen1 - earlier.Gen1, later.Gen2 - earlier.Gen2);

    /// <summary>Whether a process can have counted this.</summary>
    public bool ArePossible => AllocatedBytes is >= 0 and < 1L << 60 && Gen0 is >= 0 and < int.MaxValue && Gen1 is >= 0 and < int.MaxValue && Gen2 is >= 0 and < int.MaxValue;
}

/// <summary>A pool that knows what its workers used, because they are not this process.</summary>
internal interface IMeasuredPool : IWorkerPool
{
    /// <summary>Complete once the pool is disposed of.</summary>
    PoolUsage Usage { get; }

    /// <summary>What the workers have used since this was last asked. Between runs.</summary>
    /// <returns><see langword="null"/> if no other run may follow, because a worker has ended.</returns>
    PoolUsage? TakeUsage();
}

/// <summary>A pool whose threads end with it, so that they have to tell themselves how long they waited for a CPU.</summary>
internal interface IThreadedPool : IWorkerPool
{
    /// <summary>Summed over threads; <see langword="null"/> if the system does not tell. Complete after a run.</summary>
    TimeSpan? CpuWait { get; }
}

/// <summary>A pool has given up. The message is a whole sentence for the run's row; the session goes on.</summary>
internal sealed class BrokenPoolException(string message) : Exception(message);
