using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>The tasks of a run. They are on the session's only board, so read them before the next run starts.</summary>
internal sealed class RunTasks(TaskLog log, Func<long, WorkItem> items, long runStartedTicks)
{
    private readonly int generation = log.Generation;

    public long Count => log.Slots.Length;

    /// <exception cref="InvalidOperationException">The next run has started.</exception>
    public TaskOutcome this[long index] => new(Current, items(index), in log.Slots[(int)index], runStartedTicks);

    /// <summary>The number of failed attempts at a task before its last attempt.</summary>
    public int FormerAttempts(long index) => Current.Retried.Of(index).Length;

    /// <summary>The outcome of one of those attempts, from 0.</summary>
    public TaskOutcome FormerAttempt(long index, int attempt) => new(Current, items(index), in log.Retried.Of(index)[attempt], runStartedTicks);

    private TaskLog Current => generation == log.Generation
        ? log
        : throw new InvalidOperationException("The tasks of a run must be read before the next run starts.");
}

/// <summary>The results of a run, shortened, for the time after it. Of a million tasks they take 12 MB, and of more they are not remembered.</summary>
internal sealed class ResultExcerpts(long tasks)
{
    private const int MaxTasks = 1_000_000;

    private readonly ResultExcerpt[] excerpts = new ResultExcerpt[Math.Min(tasks, MaxTasks)];

    public void Add(long index, in TaskOutcome task)
    {
        if (index < excerpts.Length)
            excerpts[index] = task.Excerpt;
    }

    public string? Of(long index) => index < excerpts.Length ? excerpts[index].ToString() : null;
}

/// <summary>The outcome of one task, or of one attempt at it. Times are in seconds since the start of the run; a task that never started has
/// none.</summary>
internal readonly ref struct TaskOutcome(TaskLog log, WorkItem item, ref readonly TaskSlot slot, long runStartedTicks)
{
    private readonly ref readonly TaskSlot slot = ref slot;

    public WorkItem Item => item;

    /// <summary>Whether a worker claimed it.</summary>
    public bool HasRun => slot.Worker != TaskLog.NoWorker;

    public int Worker => slot.Worker;

    /// <summary>The process that ran it, or had claimed it when that process died; <see langword="null"/> without worker processes.</summary>
    public int? Pid => slot.Pid != 0 ? slot.Pid : null;

    /// <summary>The machine of the node that ran it; <see langword="null"/> if none did.</summary>
    public string? Node => HasRun ? log.Machine(item.Index) : null;

    public int Attempt => slot.FailedAttempts + 1;

    public Verdict Verdict => slot.Verdict;

    public ulong Digest => slot.Digest;

    public double? StartedSeconds => HasTimes ? Ticks.ToSeconds(slot.StartedTicks - runStartedTicks) : null;

    public double? EndedSeconds => HasTimes ? Ticks.ToSeconds(slot.EndedTicks - runStartedTicks) : null;

    public double? DurationSeconds => HasTimes ? Ticks.ToSeconds(slot.EndedTicks - slot.StartedTicks) : null;

    public ReadOnlyMemory<byte> Utf8Value => log.Value(in slot);

    /// <summary>Of a task with a result.</summary>
    public ResultExcerpt Excerpt => log.Excerpt(slot);

    /// <summary>Those of a failure are in its <see cref="Fault"/>.</summary>
    /// <returns><see langword="null"/> if the task did not report it.</returns>
    public double? Metric(int column) => slot.Verdict == Verdict.Ok && log.Metrics(item.Index) is var row && column < row.Length && MetricTable.IsReported(row[column]) ? row[column] : null;

    public TaskFault? Fault => log.Fault(in slot);

    private bool HasTimes => slot.EndedTicks != 0;
}
