namespace Partime.Tool.Execution;

/// <summary>An attempt at a task that gave no result.</summary>
/// <param name="Index">The task.</param>
/// <param name="Worker">The worker that ran it.</param>
/// <param name="StartedTicks">When.</param>
/// <param name="EndedTicks">Until when.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Fault">Why.</param>
internal readonly record struct Failure(long Index, int Worker, long StartedTicks, long EndedTicks, Verdict Verdict, TaskFault Fault)
{
    /// <summary>The process that ran it, if it was not this one.</summary>
    public int? Pid { get; init; }

    /// <summary>Whether another attempt makes sense, if there is one left.</summary>
    public bool MayTryAgain { get; init; } = true;
}
