using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>One measured run.</summary>
/// <param name="Planned">The plan for it.</param>
/// <param name="StartedUtc">When it started, by the wall clock.</param>
/// <param name="Times">How long it took, by the monotonic clock.</param>
/// <param name="Costs">What else it took.</param>
/// <param name="Totals">The sums over its tasks.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Error">What failed, other than a task.</param>
/// <param name="Tasks">The tasks themselves, valid only until the next run.</param>
internal sealed record RunRecord(
    PlannedRun Planned, DateTimeOffset StartedUtc, RunTimes Times, RunCosts Costs, TaskTotals Totals, RunStatus Status, string? Error, RunTasks Tasks)
{
    /// <summary>How the workers spent the time.</summary>
    public required WorkerTime WorkerTime { get; init; }

    /// <summary>What else happened on the machine.</summary>
    public RunNoise Noise { get; init; } = new();
}

/// <summary>How a run ended.</summary>
internal enum RunStatus
{
    /// <summary>Every task is ok.</summary>
    Ok,

    /// <summary>Partime, a worker or the machine stood still meanwhile, so the time means nothing. The run is measured again.</summary>
    Suspended,

    /// <summary>Some tasks failed.</summary>
    Failed,

    /// <summary>The session was interrupted during this run.</summary>
    Cancelled,

    /// <summary>The executor failed, or left tasks undone.</summary>
    Error,
}

/// <summary>How far a session is, read from outside while it runs.</summary>
/// <param name="Run">The run under way, <see langword="null"/> between runs.</param>
/// <param name="ClaimedTasks">The tasks that its workers have claimed.</param>
/// <param name="Tasks">The tasks that it has.</param>
/// <param name="StartedTicks">When it began.</param>
internal readonly record struct SessionProgress(PlannedRun? Run, long ClaimedTasks, long Tasks, long StartedTicks);
