using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>What happened to one task, or in one attempt at it. Times are seconds since the start of the run; a task that
/// never started has none.</summary>
internal readonly ref struct TaskOutcome(TaskLog log, WorkItem item, ref readonly TaskSlot slot, long runStartedTicks)
{
    private readonly ref readonly TaskSlot slot = ref slot;

    public WorkItem Item => item;

    /// <summary>Whether a worker got to it at all.</summary>
    public bool HasRun => slot.Worker != TaskLog.NoWorker;

    public int Worker => slot.Worker;

    /// <summary>The process that ran it, or had claimed it when it died; <see langword="null"/> for none.</summary>
    public int? Pid => slot.Pid != 0 ? slot.Pid : null;

    public int Attempt => slot.FailedAttempts + 1;

    public Verdict Verdict => slot.Verdict;

    public ulong Digest => slot.Digest;

    public double? StartedSeconds => HasTimes ? Ticks.ToSeconds(slot.StartedTicks - runStartedTicks) : null;

    public double? EndedSeconds => HasTimes ? Ticks.ToSeconds(slot.EndedTicks - runStartedTicks) : null;

    public double? DurationSeconds => HasTimes ? Ticks.ToSeconds(slot.EndedTicks - slot.StartedTicks) : null;

    public ReadOnlyMemory<byte> Utf8Value => log.Value(in slot);

    /// <summary>Empty for an attempt without a result.</summary>
    public ReadOnlySpan<double> Metrics => slot.Verdict == Verdict.Ok ? log.Metrics(item.Index) : default;

    public TaskFault? Fault => log.Fault(in slot);

    private bool HasTimes => slot.EndedTicks != 0;
}
