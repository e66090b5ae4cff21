using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Partime.Tool.Execution;

/// <summary>Attempts that failed and were retried. They are rare, so they are among the texts and not in the slots: a linked list, in
/// which every entry points to the one before it, even if another process has written that.</summary>
internal sealed class RetriedAttempts(BoardMemory memory)
{
    private Dictionary<long, List<TaskSlot>>? byTask;
    private bool isRead;

    /// <summary>Adds an attempt; safe while other threads and processes do the same.</summary>
    public void Add(long task, in TaskSlot attempt, TextStore texts)
    {
        Forget();
        ref var last = ref memory.Head.LastRetriedAttempt;
        while (true)
        {
            var entry = new Entry { Earlier = Volatile.Read(ref last), Task = task, Attempt = attempt };
            var position = texts.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<Entry>(in entry)));
            // Positions begin at 0, which means none here.
            if (position == TextStore.NoSpace || Interlocked.CompareExchange(ref last, position + 1, entry.Earlier) == entry.Earlier)
                return;
        }
    }

    /// <summary>The attempts of a task before its last, in order. Read when no worker touches the board any more.</summary>
    public ReadOnlySpan<TaskSlot> Of(long task) =>
        All() is { } all ? CollectionsMarshal.AsSpan(all.GetValueOrDefault(task)) : default;

    /// <summary>By task, all attempts that were retried; empty as a rule.</summary>
    public IReadOnlyCollection<List<TaskSlot>> ByTask => All() is { } all ? all.Values : [];

    public void Clear()
    {
        Forget();
        memory.Head.LastRetriedAttempt = 0;
    }

    /// <summary>Reads the list, which may be anything, and looks whether it can be what workers have written. It is not read again.</summary>
    /// <param name="expected">How many attempts the tasks say have failed before their last.</param>
    /// <param name="check">Checks each attempt.</param>
    public bool IsSound(long expected, BoardCheck check)
    {
        Forget();
        // Workers that died while they added an attempt may have left more.
        return TryRead((2 * expected) + 1_000, check);
    }

    private Dictionary<long, List<TaskSlot>>? All()
    {
        if (!isRead)
            TryRead(long.MaxValue, check: null);
        return byTask;
    }

    private bool TryRead(long left, BoardCheck? check)
    {
        isRead = true;
        for (var at = Volatile.Read(ref memory.Head.LastRetriedAttempt); at != 0; left--)
        {
            if (left == 0 || !memory.Texts.Has(at - 1, Unsafe.SizeOf<Entry>()))
                return false;
            var entry = EntryAt(at);
            if ((ulong)entry.Task >= (ulong)memory.Settings.Tasks || check?.IsPossibleFailure(in entry.Attempt) == false)
                return false;
            byTask ??= [];
            if (!byTask.TryGetValue(entry.Task, out var attempts))
                byTask[entry.Task] = attempts = [];
            attempts.Insert(0, entry.Attempt);
            at = entry.Earlier;
        }
        return true;
    }

    private void Forget() => (byTask, isRead) = (null, false);

    private Entry EntryAt(long at) => MemoryMarshal.Read<Entry>(memory.Texts.Read(at - 1, Unsafe.SizeOf<Entry>()).Span);

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public long Earlier;
        public long Task;
        public TaskSlot Attempt;
    }
}

/// <summary>An attempt at a task that gave no result.</summary>
internal readonly record struct FailedAttempt(long Index, int Worker, long StartedTicks, long EndedTicks, Verdict Verdict, TaskFault Fault)
{
    /// <summary>The process that made it, if it was not this one.</summary>
    public int? Pid { get; init; }

    /// <summary>Whether another attempt makes sense, if there is one left.</summary>
    public bool MayRetry { get; init; } = true;
}
