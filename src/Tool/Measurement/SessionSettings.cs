using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>How a session measures.</summary>
internal sealed record SessionSettings
{
    public TaskRules Rules { get; init; } = new();

    /// <summary>Whether pools are started before the stopwatch and ended after it.</summary>
    public bool IsWarm { get; init; }

    /// <summary>Whether any executor runs the workload in this process, which then has to start it.</summary>
    public bool WorksHere { get; init; } = true;
}
