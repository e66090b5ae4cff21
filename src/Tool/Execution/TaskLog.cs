using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>What happened to every task of a run: written by the workers, each only to the slots it claimed, and read when
/// they are done.</summary>
internal sealed class TaskLog
{
    /// <summary>The worker of a task that no worker has run.</summary>
    public const int NoWorker = -1;

    private readonly BoardLayout layout;
    private readonly TaskSlot[] slots;
    private readonly MetricTable metrics;
    private readonly ConcurrentDictionary<long, TaskFault> faults = new();
    private readonly List<ValueStore> values = [];
    private TaskFault? unfinishedFault;
    private int workers;

    public TaskLog(BoardLayout layout)
    {
        this.layout = layout;
        slots = new TaskSlot[layout.Tasks];
        metrics = new MetricTable(layout.MetricNames, layout.Tasks);
    }

    public ReadOnlySpan<TaskSlot> Slots => slots;

    /// <summary>How often the log has been wiped: who keeps a reference for too long can tell.</summary>
    public int Generation { get; private set; }

    /// <summary>Wipes the log for the next run. Touches all of its memory, which is the point: the run then does not.</summary>
    public void Reset(int workers)
    {
        Generation++;
        this.workers = workers;
        Array.Clear(slots);
        metrics.Clear();
        faults.Clear();
        unfinishedFault = null;
        foreach (var store in values)
            store.Clear();
        while (layout.KeepValues && values.Count < workers)
            values.Add(new ValueStore());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void RecordResult(long index, int worker, long started, long ended, in WorkResult result)
    {
        ref var slot = ref Open(index, worker, started, ended);
        if (!result.Metrics.IsEmpty && metrics.Record(index, result.Metrics) is { } undeclared)
        {
            Close(ref slot, index, Verdict.Error, new TaskFault(nameof(WorkResult),
                $"The workload declares no metric '{undeclared}': give its class a [Metric(\"{undeclared}\", \"unit\")]."));
            return;
        }
        var value = result.Utf8Value;
        slot.Digest = ResultDigest.Of(value);
        if (layout.KeepValues)
        {
            slot.ValuePosition = values[worker].Append(value);
            slot.ValueLength = value.Length;
        }
        slot.Verdict = Verdict.Ok;
    }

    public void RecordFault(long index, int worker, long started, long ended, Verdict verdict, TaskFault fault) =>
        Close(ref Open(index, worker, started, ended), index, verdict, fault);

    /// <summary>Gives every task that has no verdict one. Called when no worker touches the log any more.</summary>
    /// <returns>How many there were.</returns>
    public long CancelUnfinished(string reason)
    {
        // One for all of them: there may be a hundred million.
        unfinishedFault ??= new TaskFault("", reason);
        var unfinished = 0L;
        foreach (ref var slot in slots.AsSpan())
            if (slot.Verdict == Verdict.None)
            {
                slot = new TaskSlot { Worker = NoWorker, Verdict = Verdict.Cancelled };
                unfinished++;
            }
        return unfinished;
    }

    /// <summary>The text of a task's result, if values are kept.</summary>
    public ReadOnlyMemory<byte> Value(long index)
    {
        ref var slot = ref slots[index];
        return layout.KeepValues && slot.Verdict == Verdict.Ok
            ? values[slot.Worker].Read(slot.ValuePosition, slot.ValueLength)
            : default;
    }

    public ReadOnlySpan<double> Metrics(long index) => metrics.Row(index);

    public TaskFault? Fault(long index) =>
        slots[index].Worker == NoWorker ? unfinishedFault : faults.GetValueOrDefault(index);

    private ref TaskSlot Open(long index, int worker, long started, long ended)
    {
        if ((uint)worker >= (uint)workers)
            throw new ArgumentOutOfRangeException(nameof(worker), worker, $"Workers are numbered from 0 to {workers - 1}.");
        ref var slot = ref slots[index];
        if (slot.Verdict != Verdict.None)
            throw new InvalidOperationException($"Task {index} has its verdict already: run or record each claimed task once.");
        slot.Worker = worker;
        slot.StartedTicks = started;
        slot.EndedTicks = ended;
        return ref slot;
    }

    private void Close(ref TaskSlot slot, long index, Verdict verdict, TaskFault fault)
    {
        faults[index] = fault;
        slot.Verdict = verdict;
    }
}
