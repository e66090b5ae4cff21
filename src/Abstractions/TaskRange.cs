namespace Partime;

/// <summary>Consecutive tasks that a worker has claimed.</summary>
/// <param name="Start">The first task.</param>
/// <param name="End">The task after the last.</param>
public readonly record struct TaskRange(long Start, long End)
{
    /// <summary>The number of tasks.</summary>
    public long Count => End - Start;
}
