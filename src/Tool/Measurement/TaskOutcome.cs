using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>What happened to one task. Times are seconds since the start of the run; a task that never started has none.</summary>
internal readonly ref struct TaskOutcome(TaskLog log, WorkItem item, long runStartedTicks)
{
    private readonly ref readonly TaskSlot slot = ref log.Slots[(int)item.Index];

    public WorkItem Item => item;

    /// <summary>Whether a worker got to it at all.</summary>
    public bool HasRun => slot.Worker != TaskLog.NoWorker;

    public int Worker => slot.Worker;

    public int Pid => slot.Pid;

    public int Attempt => slot.FailedAttempts + 1;

    public Verdict Verdict => slot.Verdict;

    public ulong Digest => slot.Digest;

    public double? StartedSeconds => HasTimes ? Ticks.ToSeconds(slot.StartedTicks - runStartedTicks) : null;

    public double? EndedSeconds => HasTimes ? Ticks.ToSeconds(slot.EndedTicks - runStartedTicks) : null;

    public double? DurationSeconds => HasTimes ? Ticks.ToSeconds(slot.EndedTicks - slot.StartedTicks) : null;

    public ReadOnlyMemory<byte> Utf8Value => log.Value(item.Index);

    public ReadOnlySpan<double> Metrics => log.Metrics(item.Index);

    public TaskFault? Fault => slot.Verdict == Verdict.Ok ? null : log.Fault(item.Index);

    private bool HasTimes => slot.EndedTicks != 0;
}
