using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>The tasks of a run. They stand on the session's one board, so read them before the next run starts.</summary>
internal sealed class RunTasks(TaskLog log, Func<long, WorkItem> items, long runStartedTicks)
{
    private readonly int generation = log.Generation;

    public long Count => log.Slots.Length;

    /// <exception cref="InvalidOperationException">The next run has begun, and the board is its.</exception>
    public TaskOutcome this[long index] => generation == log.Generation
        ? new TaskOutcome(log, items(index), runStartedTicks)
        : throw new InvalidOperationException("The tasks of a run must be read before the next run starts.");
}
