using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>What <c>doctor</c> has found out. What it was interrupted before is missing.</summary>
/// <param name="Machine">What it looked at.</param>
internal sealed record Diagnosis(Machine Machine)
{
    /// <summary>The load of the minute before.</summary>
    public double? Load { get; init; }

    public ClockCheck? Clock { get; init; }

    public IReadOnlyList<SleepCheck> Sleeps { get; init; } = [];

    public IReadOnlyList<EmptyTaskCost> EmptyTasks { get; init; } = [];

    /// <summary>How a perfectly parallel computation scales here, a summary for each number of workers.</summary>
    public IReadOnlyList<Summary> Scaling { get; init; } = [];

    /// <summary>The runs that the last two are from.</summary>
    public IReadOnlyList<Observation> Runs { get; init; } = [];

    /// <summary>What makes numbers of this machine doubtful, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Whether all of it was measured.</summary>
    public bool IsComplete { get; init; }
}
