using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>The tasks of a run. They stand on the session's one board, so read them before the next run starts.</summary>
internal sealed class RunTasks(TaskLog log, Func<long, WorkItem> items, long runStartedTicks)
{
    private readonly int generation = log.Generation;

    public long Count => log.Slots.Length;

    /// <exception cref="InvalidOperationException">The next run has begun, and the board is its.</exception>
    public TaskOutcome this[long index] => new(Current, items(index), in log.Slots[(int)index], runStartedTicks);

    /// <summary>How many attempts at a task failed before its last.</summary>
    public int FormerAttempts(long index) => Current.Former.Of(index).Length;

    /// <summary>What happened in one of the attempts before the last, from 0.</summary>
    public TaskOutcome FormerAttempt(long index, int attempt) => new(Current, items(index), in log.Former.Of(index)[attempt], runStartedTicks);

    private TaskLog Current => generation == log.Generation
        ? log
        : throw new InvalidOperationException("The tasks of a run must be read before the next run starts.");
}
