namespace Partime;

/// <summary>What happened to one task.</summary>
/// <remarks>Times are ticks of <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>: one monotonic clock for the whole
/// machine, so the times of other processes on it compare.</remarks>
public readonly record struct TaskRecord
{
    /// <summary>The task.</summary>
    public required long Index { get; init; }

    /// <summary>The worker that ran it, from 0.</summary>
    public required int Worker { get; init; }

    /// <summary>How it ended.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>When the workload was called; 0, like <see cref="EndedTicks"/>, if it never was.</summary>
    public long StartedTicks { get; init; }

    /// <summary>When the workload had returned.</summary>
    public long EndedTicks { get; init; }

    /// <summary>The result, if the verdict is <see cref="Verdict.Ok"/>.</summary>
    public WorkResult Result { get; init; }

    /// <summary>Why there is no result, if the verdict is another.</summary>
    public TaskFault? Fault { get; init; }
}
