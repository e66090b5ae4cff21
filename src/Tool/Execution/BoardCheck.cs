namespace Partime.Tool.Execution;

/// <summary>Code of a workload has written into the board. It is in shared memory, and a stray pointer may hit it in any process that maps it. The message is
/// a clause that says what gave that away.</summary>
internal sealed class BoardOverwrittenException(string damage) : Exception(damage)
{
    /// <summary>The sentence for the run's row.</summary>
    public static string Sentence(string damage) =>
        $"The board was overwritten during this run: {damage}. Code of the workload, probably native or unsafe, writes into memory that is not its own. The results of the run are discarded.";
}

/// <summary>Checks every number that a run has left on the board before it is used as an index, a length or a time. Not detected are overwritten
/// metrics and error messages, and, if values are not kept, the excerpt of a result above 11 bytes.</summary>
/// <param name="memory">The board.</param>
/// <param name="log">What it shows.</param>
/// <param name="since">When the run began; 0 if that is not comparable.</param>
internal sealed unsafe class BoardCheck(BoardMemory memory, TaskLog log, long since)
{
    private readonly long until = since > 0 ? System.Diagnostics.Stopwatch.GetTimestamp() : long.MaxValue;
    private readonly long earliest = since > 0 ? since : long.MinValue;
    private readonly int workers = memory.Settings.Workers;
    private readonly int maxAttempts = memory.Settings.MaxAttempts;
    private readonly bool keepsValues = memory.Layout.KeepValues;

    public string? Find()
    {
        log.Settle();
        var retried = 0L;
        var slots = log.Slots;
        for (var task = 0; task < slots.Length; task++)
        {
            ref readonly var slot = ref slots[task];
            if (slot.FailedAttempts >= maxAttempts || (slot.Verdict != Verdict.None && !IsPossible(in slot)))
                return $"the record of task {task} cannot be true";
            if (slot.Verdict == Verdict.Ok && !HasItsResult(slot))
                return $"the result of task {task} is not the one that its worker wrote";
            retried += slot.FailedAttempts;
        }
        return log.Retried.IsSound(retried, this) ? null : "the list of retried tasks cannot be true";
    }

    /// <summary>If values are not kept, only results of up to 11 bytes can be compared. Of a longer one, the board has two ends, which are not checked.</summary>
    private bool HasItsResult(TaskSlot slot) =>
        keepsValues ? ResultDigest.Of(log.Value(in slot).Span) == slot.Digest
        : ResultExcerpt.Used(in slot.Excerpt) is var used && (ResultExcerpt.IsCut(used) || ResultDigest.Of(used[1..]) == slot.Digest);

    public bool IsPossibleFailure(in TaskSlot attempt) => attempt.Verdict != Verdict.Ok && IsPossible(in attempt);

    private bool IsPossible(in TaskSlot slot)
    {
        if (slot.Verdict is Verdict.None or > Verdict.Cancelled || slot.Pid < 0 || slot.Worker < TaskLog.NoWorker || slot.Worker >= workers || !slot.IsAsWritten || !HasPossibleTimes(in slot))
            return false;
        return slot.Verdict == Verdict.Ok
            ? slot.Digest != 0 && slot.Worker >= 0 && (!keepsValues || memory.Texts.Has(slot.TextPosition, slot.TextLength))
            : slot.Digest == 0 && (slot.TextPosition == TextStore.NoSpace || memory.Texts.Has(slot.TextPosition, slot.TextLength));
    }

    private bool HasPossibleTimes(in TaskSlot slot) =>
        slot.EndedTicks == 0 ? slot.StartedTicks == 0 : slot.StartedTicks <= slot.EndedTicks && slot.StartedTicks >= earliest && slot.EndedTicks <= until;
}
