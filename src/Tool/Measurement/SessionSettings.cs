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

    /// <summary>The executors that have a fresh process for each of their runs instead of working in this one.</summary>
    public IReadOnlyList<string> Isolated { get; init; } = [];

    /// <summary>What it measures on; <see langword="null"/> if nobody needs to be told when that makes numbers doubtful.</summary>
    public Machine? Machine { get; init; }
}
