using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>What happened to every task of a run. Each worker writes only to the slots that it claimed; the log is read when the
/// workers are done.</summary>
internal sealed unsafe class TaskLog(BoardMemory memory)
{
    /// <summary>The worker of a task that no worker has run.</summary>
    public const int NoWorker = -1;

    private readonly MetricTable metrics = new(memory);
    private readonly List<TextStore> texts = [];
    private readonly bool keepsValues = memory.Layout.KeepValues;
    private TaskSlot* slots = memory.Slots;
    private TaskFault? unfinishedFault;
    private string?[]? machines;
    private long tasks = memory.Layout.Tasks;
    private int workers;

    public RetriedAttempts Retried { get; } = new(memory);

    public ReadOnlySpan<TaskSlot> Slots => new(slots, checked((int)tasks));

    public bool KeepsValues => keepsValues;

    /// <summary>How often the log has been cleared, so that holders of a reference notice that it is out of date.</summary>
    public int Generation { get; private set; }

    /// <summary>Clears the log for the next run. That touches all of the memory that it will use, so that the run does not have to.</summary>
    public void Reset(int workers, long tasks)
    {
        Open(workers, tasks);
        Generation++;
        unfinishedFault = null;
        Discard();
        metrics.Clear(tasks);
        machines?.AsSpan().Clear();
        memory.Texts.Clear();
    }

    /// <summary>Prepares to record what so many workers do. Another process may have cleared the log.</summary>
    public void Open(int workers, long tasks)
    {
        (this.workers, this.tasks) = (workers, tasks);
        slots = memory.Slots;
        foreach (var store in texts)
            store.Clear();
        while (texts.Count < workers)
            texts.Add(new TextStore(memory.Texts));
    }

    /// <summary>The run is over: what other processes still write does not count.</summary>
    public void Settle() => slots = memory.Settle(tasks);

    /// <returns>Whether the result could be kept. If not, the task has failed.</returns>
    [MethodImpl(HotPath.Options)]
    public bool RecordResult(long index, int worker, long started, long ended, in WorkResult result)
    {
        ref var slot = ref Open(index, worker, started, ended);
        if (!result.Metrics.IsEmpty && metrics.Record(index, result.Metrics) is { } undeclared)
        {
            Close(ref slot, worker, Verdict.Error, new TaskFault(nameof(WorkResult), MetricTable.Undeclared(undeclared)));
            return false;
        }
        var value = result.Utf8Value;
        if (keepsValues && !TryKeep(ref slot, worker, value))
            return false;
        var digest = ResultDigest.Of(value);
        if (!keepsValues)
            slot.Excerpt.Write(value);
        slot.Digest = digest;
        slot.Sum = TaskSlot.SumOf(started, ended, digest, worker);
        // Last, as readers in other processes take the rest for complete then.
        Volatile.Write(ref Unsafe.As<Verdict, byte>(ref slot.Verdict), (byte)Verdict.Ok);
        return true;
    }

    /// <summary>Records the result that a node has sent.</summary>
    /// <inheritdoc cref="RecordResult"/>
    [MethodImpl(HotPath.Options)]
    public bool RecordSent(ref ResultBlockReader result, int worker, long started, long ended)
    {
        ref var slot = ref Open(result.Task, worker, started, ended);
        slot.Pid = result.Pid;
        result.CopyMetricsTo(metrics.Row(result.Task));
        if (!keepsValues)
            result.Text.CopyTo(slot.Excerpt);
        else if (!TryKeep(ref slot, worker, result.Text))
            return false;
        slot.Digest = result.Digest;
        slot.Sum = TaskSlot.SumOf(started, ended, slot.Digest, worker);
        slot.Verdict = Verdict.Ok;
        return true;
    }

    /// <summary>Records an attempt without a result, which was possibly made by another process.</summary>
    public void RecordFailure(FailedAttempt attempt)
    {
        ref var slot = ref Open(attempt.Index, attempt.Worker, attempt.StartedTicks, attempt.EndedTicks);
        slot.Pid = attempt.Pid ?? slot.Pid;
        if (attempt.Pid is not null)
            texts[attempt.Worker].Endanger();
        Close(ref slot, attempt.Worker, attempt.Verdict, metrics.OnlyDeclared(attempt.Fault));
    }

    /// <summary>Moves a failed attempt out of the task's slot, so that the task can be run again.</summary>
    public void PrepareRetry(long index, int worker)
    {
        ref var slot = ref slots[index];
        Retried.Add(index, in slot, texts[worker]);
        Withdraw(index);
        slot.FailedAttempts++;
    }

    /// <summary>Takes a verdict back, as if the attempt had not been made.</summary>
    public void Withdraw(long index)
    {
        ref var slot = ref slots[index];
        // First, as a worker may die here: a task without a verdict is run again, half a record would be damage.
        Volatile.Write(ref Unsafe.As<Verdict, byte>(ref slot.Verdict), (byte)Verdict.None);
        slot = new TaskSlot { FailedAttempts = slot.FailedAttempts };
        metrics.ClearRow(index);
    }

    /// <summary>Fails all tasks before an index that have no verdict. It is not known which workers had claimed them.</summary>
    public void FailUnfinished(long before, Verdict verdict, TaskFault fault, int pid)
    {
        // They share the text.
        var text = Faults.Encode(fault);
        texts[0].Endanger();
        var position = texts[0].Append(text);
        for (var slot = slots; slot < slots + before; slot++)
            if (slot->Verdict == Verdict.None)
                *slot = new TaskSlot
                {
                    Worker = NoWorker,
                    Pid = pid,
                    Verdict = verdict,
                    TextPosition = position,
                    TextLength = text.Length,
                    FailedAttempts = slot->FailedAttempts,
                    Sum = TaskSlot.SumOf(0, 0, 0, NoWorker),
                };
    }

    /// <summary>Forgets everything, which has been overwritten: none of it is read again.</summary>
    public void Discard()
    {
        new Span<TaskSlot>(slots, checked((int)tasks)).Clear();
        Retried.Clear();
    }

    /// <summary>Cancels all tasks that have no verdict. Called when no worker touches the log any more.</summary>
    /// <returns>How many there were.</returns>
    public long CancelUnfinished(string reason)
    {
        // One object for all of them: there may be a hundred million.
        unfinishedFault ??= new TaskFault("", reason);
        var unfinished = 0L;
        for (var slot = slots; slot < slots + tasks; slot++)
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

    /// <summary>How long the text of a task is, if one is kept.</summary>
    public int TextLength(long index) => Slots[(int)index] is var slot && slot.Verdict == Verdict.Ok && !keepsValues ? 0 : slot.TextLength;

    /// <summary>The result as far as it is known.</summary>
    public ResultExcerpt Excerpt(TaskSlot slot)
    {
        if (keepsValues)
            slot.Excerpt.Write(Value(in slot).Span);
        return slot.Excerpt;
    }

    /// <summary>Says that a node on that machine has run these tasks.</summary>
    public void SetMachine(TaskRange range, string? machine) => Array.Fill(machines ??= new string?[memory.Layout.Tasks], machine, (int)range.Start, (int)range.Count);

    /// <summary>The machine of the node that has run a task; <see langword="null"/> if none did.</summary>
    public string? Machine(long index) => machines?[index];

    /// <summary>Those of a task with a result.</summary>
    public ReadOnlySpan<double> Metrics(long index) => metrics.Row(index);

    /// <summary>What a task has reported, with or without a result.</summary>
    public IReadOnlyList<MetricValue> Reported(long index) => Fault(index)?.Metrics ?? metrics.Reported(index);

    /// <summary>Why a task has no result; <see langword="null"/> if it has one.</summary>
    public TaskFault? Fault(long index) => Fault(in Slots[(int)index]);

    /// <inheritdoc cref="Fault(long)"/>
    public TaskFault? Fault(in TaskSlot slot) =>
        slot.Verdict is Verdict.Ok or Verdict.None ? null
            : slot.Worker == NoWorker && slot.Pid == 0 ? unfinishedFault
            : Faults.Decode(slot.TextPosition == TextStore.NoSpace ? default : memory.Texts.Read(slot.TextPosition, slot.TextLength).Span);

    private ref TaskSlot Open(long index, int worker, long started, long ended)
    {
        if ((uint)worker >= (uint)workers)
            throw new ArgumentOutOfRangeException(nameof(worker), worker, $"Workers are numbered from 0 to {workers - 1}.");
        if ((ulong)index >= (ulong)tasks)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Tasks are numbered from 0 to {tasks - 1}.");
        ref var slot = ref slots[index];
        if (slot.Verdict != Verdict.None)
            throw new InvalidOperationException($"Task {index} already has a verdict: run or record each claimed task once.");
        slot.Worker = worker;
        slot.Pid = Environment.ProcessId;
        slot.StartedTicks = started;
        slot.EndedTicks = ended;
        // A worker may have died while it recorded a result here.
        slot.Digest = 0;
        return ref slot;
    }

    private void Close(ref TaskSlot slot, int worker, Verdict verdict, TaskFault fault)
    {
        Keep(ref slot, worker, Faults.Encode(fault));
        slot.Sum = TaskSlot.SumOf(slot.StartedTicks, slot.EndedTicks, slot.Digest, slot.Worker);
        Volatile.Write(ref Unsafe.As<Verdict, byte>(ref slot.Verdict), (byte)verdict);
    }

    /// <returns>Whether there was room. If not, the task has failed.</returns>
    private bool TryKeep(ref TaskSlot slot, int worker, ReadOnlySpan<byte> value)
    {
        if (Keep(ref slot, worker, value))
            return true;
        Close(ref slot, worker, Verdict.Error, new TaskFault("NoRoom",
            $"There is no space for the result's {value.Length:N0} bytes where the board is. Free space there, set TMPDIR to a larger folder, or do without the tasks CSV."));
        return false;
    }

    private bool Keep(ref TaskSlot slot, int worker, ReadOnlySpan<byte> text)
    {
        slot.TextPosition = texts[worker].Append(text);
        slot.TextLength = text.Length;
        return slot.TextPosition != TextStore.NoSpace;
    }
}
