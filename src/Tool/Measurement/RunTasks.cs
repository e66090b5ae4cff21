using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>The tasks of a run. They stand on the session's one board, so read them before the next run starts.</summary>
internal sealed class RunTasks(TaskLog log, Func<long, WorkItem> items, long runStartedTicks)
{
    public long Count => log.Slots.Length;

    public TaskOutcome this[long index] => new(log, items(index), runStartedTicks);
}
