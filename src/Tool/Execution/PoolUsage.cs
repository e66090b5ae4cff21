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

    /// <summary>How long the workers waited for a CPU while they had tasks, summed; <see langword="null"/> if the system does not tell.</summary>
    public TimeSpan? CpuWait { get; init; }

    /// <summary>What workers compiled while they ran tasks, summed.</summary>
    public Compilation Compilation { get; init; }

    /// <summary>Something about the run that its numbers do not show.</summary>
    public string? Remark { get; init; }

    /// <summary>Why the workload failed when a worker disposed of it; the first one of several.</summary>
    public string? EndFault { get; init; }

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
