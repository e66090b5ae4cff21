namespace Partime;

/// <summary>What happened to one task.</summary>
/// <remarks>Times are ticks of <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>. This is one monotonic clock for the whole machine,
/// so times from different processes can be compared.</remarks>
public readonly record struct TaskRecord
{
    /// <summary>The task.</summary>
    public required long Index { get; init; }

    /// <summary>The worker that ran it, from 0.</summary>
    public required int Worker { get; init; }

    /// <summary>How it ended.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The process that ran it; 0 for this one. Default: 0.</summary>
    public int Pid { get; init; }

    /// <summary>When the workload was called; 0, like <see cref="EndedTicks"/>, if it was not called.</summary>
    public long StartedTicks { get; init; }

    /// <summary>When the workload had returned.</summary>
    public long EndedTicks { get; init; }

    /// <summary>The result, if the verdict is <see cref="Verdict.Ok"/>.</summary>
    public WorkResult Result { get; init; }

    /// <summary>Why there is no result, for any other verdict.</summary>
    public TaskFault? Fault { get; init; }
}

/// <summary>Why a task has no result.</summary>
/// <param name="Type">The full name of the exception's type, or a word for another cause; empty for a <see cref="WorkFailedException"/> without a cause.</param>
/// <param name="Message">What was wrong, for people.</param>
public sealed record TaskFault(string Type, string Message)
{
    /// <summary>Where it went wrong, such as a stack trace; <see langword="null"/> if that is unknown, or if no output file would contain
    /// it.</summary>
    public string? Detail { get; init; }

    /// <summary>What the task has measured nevertheless, by the names of <see cref="MetricAttribute"/>s of the workload. Default: nothing.</summary>
    public IReadOnlyList<MetricValue> Metrics { get; init; } = [];
}

/// <summary>How a task ended. Every task ends with exactly one verdict.</summary>
public enum Verdict : byte
{
    /// <summary>The task has not ended.</summary>
    None,

    /// <summary>The task returned a result.</summary>
    Ok,

    /// <summary>The task threw an exception.</summary>
    Error,

    /// <summary>The task's worker died.</summary>
    Crashed,

    /// <summary>The task took longer than its time limit and was stopped.</summary>
    Timeout,

    /// <summary>The task was interrupted, or it never started: because the session was interrupted, because the executor failed, or
    /// because another task failed under <c>--fail-fast</c>.</summary>
    Cancelled,
}
