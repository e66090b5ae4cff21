using System.Runtime.InteropServices;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>A worker's own place on the board. The worker writes where it is, and the parent reads it without a message.</summary>
/// <remarks>When the worker dies, this shows which task it was in and which tasks it had claimed and not started.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct WorkerRecord
{
    /// <summary>The task that it started last; -1 before the first of a run.</summary>
    [FieldOffset(0)]
    public long CurrentTask;

    /// <summary>How many tasks it has started. A retry of the same task counts too.</summary>
    [FieldOffset(8)]
    public long TasksStarted;

    /// <summary>Claimed and not started are the tasks from <see cref="Next"/> to before <see cref="End"/>. They are written in this order,
    /// so that a range that is read half-written is empty.</summary>
    [FieldOffset(16)]
    public long Next;

    [FieldOffset(24)]
    public long End;

    /// <summary>Not 0 once it has decided to exit: first <see cref="EndsWorkload"/>, then <see cref="HasEnded"/>. How it ends after that is no task's fault.</summary>
    [FieldOffset(32)]
    public int Exiting;

    public const int EndsWorkload = 1, HasEnded = 2;

    /// <summary>1: it has a workload to dispose of. −1: it must not construct one, because the parent is about to kill it. The first to change it decides.</summary>
    [FieldOffset(36)]
    public int IsLoading;

    /// <summary>When it was ready to work; 0 until then.</summary>
    [FieldOffset(128)]
    public long ReadyTicks;

    /// <summary>How long the garbage collector has paused it during its life, in ticks of <see cref="TimeSpan"/>.</summary>
    [FieldOffset(152)]
    public long PauseTicks;

    /// <summary>Its peak memory in bytes, which it writes when it exits.</summary>
    [FieldOffset(160)]
    public long PeakRss;

    /// <summary>How many methods it compiled while it ran tasks.</summary>
    [FieldOffset(168)]
    public long CompiledMethods;

    /// <summary>How long that took, in ticks of <see cref="TimeSpan"/>.</summary>
    [FieldOffset(176)]
    public long CompileTicks;

    /// <summary>Processor time when it was ready and after it has run tasks, in ticks of <see cref="TimeSpan"/>: for pools that stay, and if the system's own count is lost.</summary>
    [FieldOffset(184)]
    public long UserTicks;

    [FieldOffset(192)]
    public long SystemTicks;

    /// <summary>How long it waited for a CPU while it had tasks, in ticks of <see cref="TimeSpan"/>; -1 if the system does not tell.</summary>
    [FieldOffset(200)]
    public long CpuWaitTicks;

    /// <summary>What it allocated while it had tasks, and the collections of that time.</summary>
    [FieldOffset(208)]
    public GcCounts Gc;

    /// <summary>What to say when one of the two below is false.</summary>
    public const string Damage = "what a worker wrote about itself cannot be true";

    /// <summary>Whether a worker can have written this in a run of so many tasks.</summary>
    public readonly bool IsPossible(long tasks) =>
        CurrentTask >= -1 && CurrentTask < tasks && Next >= 0 && Next <= tasks && End >= 0 && End <= tasks && TasksStarted >= 0 && Exiting is >= 0 and <= HasEnded;

    /// <summary>Whether a process that used and lived so much can have written the rest.</summary>
    public readonly bool HasPossibleUsage(ResourceUsage usage, TimeSpan life)
    {
        const long MaxRss = 1L << 50;
        // The system counts processor time of a few milliseconds more exactly in one place than in the other.
        var slack = TimeSpan.FromMilliseconds(20).Ticks;
        return IsPossibleTime(UserTicks) && UserTicks <= usage.User.Ticks + slack && IsPossibleTime(SystemTicks) && SystemTicks <= usage.System.Ticks + slack
            && PauseTicks >= 0 && PauseTicks <= life.Ticks + slack
            && CpuWaitTicks >= -1 && CpuWaitTicks <= life.Ticks + slack
            && IsPossibleTime(CompileTicks) && CompiledMethods is >= 0 and < int.MaxValue
            && Gc.ArePossible && PeakRss is >= 0 and < MaxRss;
    }

    /// <summary>Whether it can have written this after the other.</summary>
    public readonly bool CanFollow(in WorkerRecord earlier) =>
        UserTicks >= earlier.UserTicks && SystemTicks >= earlier.SystemTicks && PauseTicks >= earlier.PauseTicks
        && CompiledMethods >= earlier.CompiledMethods && CompileTicks >= earlier.CompileTicks && (CpuWaitTicks < 0 || CpuWaitTicks >= earlier.CpuWaitTicks)
        && (Gc - earlier.Gc).ArePossible;

    private static bool IsPossibleTime(long ticks) => ticks is >= 0 and < TimeSpan.TicksPerDay * 10_000;

    /// <summary>Said by a worker that is about to construct its workload.</summary>
    /// <returns><see langword="false"/> if the parent is about to kill it.</returns>
    public static bool TryBeginLoading(ref WorkerRecord record) => Interlocked.CompareExchange(ref record.IsLoading, 1, 0) == 0;

    /// <summary>Said by the parent, which wants to kill it.</summary>
    /// <returns><see langword="false"/> if it has a workload to dispose of.</returns>
    public static bool TryPreventLoading(ref WorkerRecord record) => Interlocked.CompareExchange(ref record.IsLoading, -1, 0) == 0;

    public void Clear() => this = new WorkerRecord { CurrentTask = -1 };

    /// <summary>Forgets the tasks of an earlier run, which are no longer on the board.</summary>
    public void ClearTasks() => (CurrentTask, Next, End) = (-1, 0, 0);
}
