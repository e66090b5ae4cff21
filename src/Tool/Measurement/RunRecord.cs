using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>One measured run.</summary>
/// <param name="Planned">What was to be run.</param>
/// <param name="StartedUtc">When, by the wall clock.</param>
/// <param name="Times">How long, by the monotonic clock.</param>
/// <param name="Costs">What it took besides.</param>
/// <param name="Totals">What the tasks add up to.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Error">What failed, if it was not a task.</param>
/// <param name="Tasks">The tasks themselves; only until the next run.</param>
internal sealed record RunRecord(
    PlannedRun Planned, DateTimeOffset StartedUtc, RunTimes Times, RunCosts Costs, TaskTotals Totals, RunStatus Status, string? Error, RunTasks Tasks)
{
    /// <summary>What else happened on the machine.</summary>
    public RunNoise Noise { get; init; } = new();

    /// <summary>Why its time is doubtful.</summary>
    public IReadOnlyList<Disturbance> Disturbances { get; init; } = [];
}
