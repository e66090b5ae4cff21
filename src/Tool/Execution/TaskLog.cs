using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>What happened to every task of a run: written by the workers, each only to the slots it claimed, and read when
/// they are done.</summary>
internal sealed unsafe class TaskLog(BoardMemory memory)
{
    /// <summary>The worker of a task that no worker has run.</summary>
    public const int NoWorker = -1;

    private readonly MetricTable metrics = new(memory);
    private readonly List<TextStore> texts = [];
    private readonly bool keepsValues = memory.Layout.KeepValues;
    private readonly long tasks = memory.Layout.Tasks;
    private TaskFault? unfinishedFault;

    public FormerAttempts Former { get; } = new(memory);

    public ReadOnlySpan<TaskSlot> Slots => new(memory.Slots, checked((int)tasks));

    /// <summary>How often the log has been wiped: who keeps a reference for too long can tell.</summary>
    public int Generation { get; private set; }

    /// <summary>Wipes the log for the next run. Touches all of its memory, which is the point: the run then does not.</summary>
    public void Reset(int workers)
    {
        Generation++;
        unfinishedFault = null;
        new Span<TaskSlot>(memory.Slots, checked((int)tasks)).Clear();
        metrics.Clear();
        Former.Clear();
        memory.Texts.Clear();
        Open(workers);
    }

    /// <summary>Gets ready to record for so many workers what another process may have wiped.</summary>
    public void Open(int workers)
    {
        foreach (var store in texts)
            store.Clear();
        while (texts.Count < workers)
            texts.Add(new TextStore(memory.Texts));
    }

    /// <returns>Whether it could be kept. If not, the task has failed.</returns>
    [MethodImpl(HotPath.Options)]
    public bool RecordResult(long index, int worker, long started, long ended, in WorkResult result)
    {
        ref var slot = ref Open(index, worker, started, ended);
        if (!result.Metrics.IsEmpty && metrics.Record(index, result.Metrics) is { } undeclared)
        {
            Close(ref slot, worker, Verdict.Error, new TaskFault(nameof(WorkResult),
                $"The workload declares no metric '{undeclared}': give its class a [Metric(\"{undeclared}\", \"unit\")]."));
            return false;
        }
        var value = result.Utf8Value;
        if (keepsValues && !Keep(ref slot, worker, value))
        {
            Close(ref slot, worker, Verdict.Error, new TaskFault("NoRoom",
                $"There is no room for the result's {value.Length:N0} bytes where the board is: make room there, name a larger folder in TMPDIR, or do without the tasks CSV."));
            return false;
        }
        slot.Digest = ResultDigest.Of(value);
        // The last word, for readers in other processes too.
        Volatile.Write(ref Unsafe.As<Verdict, byte>(ref slot.Verdict), (byte)Verdict.Ok);
        return true;
    }

    /// <summary>Records a task that has no result.</summary>
    /// <param name="index">The task.</param>
    /// <param name="worker">The worker that ran it.</param>
    /// <param name="started">When, in ticks.</param>
    /// <param name="ended">Until when, in ticks.</param>
    /// <param name="verdict">How it ended.</param>
    /// <param name="fault">Why.</param>
    /// <param name="pid">The process that ran it, if it was not this one.</param>
    public void RecordFault(long index, int worker, long started, long ended, Verdict verdict, TaskFault fault, int? pid = null)
    {
        ref var slot = ref Open(index, worker, started, ended);
        slot.Pid = pid ?? slot.Pid;
        Close(ref slot, worker, verdict, fault);
    }

    /// <summary>Puts a failed attempt aside, so that the task is tried once more by whoever claims it.</summary>
    public void TryAgain(long index, int worker)
    {
        ref var slot = ref memory.Slots[index];
        Former.Add(index, in slot, texts[worker]);
        Forget(index);
        slot.FailedAttempts++;
    }

    /// <summary>Takes a verdict back, as if the attempt had not been made.</summary>
    public void Forget(long index)
    {
        memory.Slots[index] = new TaskSlot { FailedAttempts = memory.Slots[index].FailedAttempts };
        metrics.Row(index).Fill(double.NaN);
    }

    /// <summary>Gives the tasks up to here that have no verdict one. Which worker had claimed them is not known.</summary>
    public void Lose(long before, Verdict verdict, TaskFault fault, int pid)
    {
        // Once for all of them.
        var text = FaultText.Encode(fault);
        var position = texts[0].Append(text);
        for (var slot = memory.Slots; slot < memory.Slots + before; slot++)
            if (slot->Verdict == Verdict.None)
                *slot = new TaskSlot
                {
                    Worker = NoWorker,
                    Pid = pid,
                    Verdict = verdict,
                    TextPosition = position,
                    TextLength = text.Length,
                    FailedAttempts = slot->FailedAttempts,
                };
    }

    /// <summary>Gives every task that has no verdict one. Called when no worker touches the log any more.</summary>
    /// <returns>How many there were.</returns>
    public long CancelUnfinished(string reason)
    {
        // One for all of them: there may be a hundred million.
        unfinishedFault ??= new TaskFault("", reason);
        var unfinished = 0L;
        for (var slot = memory.Slots; slot < memory.Slots + tasks; slot++)
            if (slot->Verdict == Verdict.None)
            {
                *slot = new TaskSlot { Worker = NoWorker, Verdict = Verdict.Cancelled, FailedAttempts = slot->FailedAttempts };
                unfinished++;
            }
        return unfinished;
    }

    /// <summary>The text of a task's result, if values are kept.</summary>
    public ReadOnlyMemory<byte> Value(long index) => Value(in Slots[(int)index]);

    /// <inheritdoc cref="Value(long)"/>
    public ReadOnlyMemory<byte> Value(in TaskSlot slot) =>
        keepsValues && slot.Verdict == Verdict.Ok ? memory.Texts.Read(slot.TextPosition, slot.TextLength) : default;

    public ReadOnlySpan<double> Metrics(long index) => metrics.Row(index);

    /// <summary>Why a task has no result; <see langword="null"/> if it has one.</summary>
    public TaskFault? Fault(long index) => Fault(in Slots[(int)index]);

    /// <inheritdoc cref="Fault(long)"/>
    public TaskFault? Fault(in TaskSlot slot) =>
        slot.Verdict is Verdict.Ok or Verdict.None ? null
            : slot.Worker == NoWorker && slot.Pid == 0 ? unfinishedFault
            : FaultText.Decode(slot.TextPosition == TextStore.Nowhere ? default : memory.Texts.Read(slot.TextPosition, slot.TextLength).Span);

    private ref TaskSlot Open(long index, int worker, long started, long ended)
    {
        if ((uint)worker >= (uint)memory.Header->Workers)
            throw new ArgumentOutOfRangeException(nameof(worker), worker, $"Workers are numbered from 0 to {memory.Header->Workers - 1}.");
        if ((ulong)index >= (ulong)tasks)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Tasks are numbered from 0 to {tasks - 1}.");
        ref var slot = ref memory.Slots[index];
        if (slot.Verdict != Verdict.None)
            throw new InvalidOperationException($"Task {index} has its verdict already: run or record each claimed task once.");
        slot.Worker = worker;
        slot.Pid = Environment.ProcessId;
        slot.StartedTicks = started;
        slot.EndedTicks = ended;
        // A worker may have died while it recorded a result.
        slot.Digest = 0;
        return ref slot;
    }

    private void Close(ref TaskSlot slot, int worker, Verdict verdict, TaskFault fault)
    {
        Keep(ref slot, worker, FaultText.Encode(fault));
        Volatile.Write(ref Unsafe.As<Verdict, byte>(ref slot.Verdict), (byte)verdict);
    }

    private bool Keep(ref TaskSlot slot, int worker, ReadOnlySpan<byte> text)
    {
        slot.TextPosition = texts[worker].Append(text);
        slot.TextLength = text.Length;
        return slot.TextPosition != TextStore.Nowhere;
    }
}
