using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Partime.Tool.Execution;

/// <summary>Attempts that failed and were followed by others. They are rare, and so stand among the texts and not in the slots:
/// each knows the one before it, whoever wrote that.</summary>
internal sealed class FormerAttempts(BoardMemory memory)
{
    private Dictionary<long, List<TaskSlot>>? byTask;

    /// <summary>Adds an attempt; safe while others, also in other processes, do the same.</summary>
    public void Add(long task, in TaskSlot attempt, TextStore texts)
    {
        byTask = null;
        ref var last = ref memory.Head.LastFormerAttempt;
        while (true)
        {
            var entry = new Entry { Earlier = Volatile.Read(ref last), Task = task, Attempt = attempt };
            var position = texts.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<Entry>(in entry)));
            // Positions begin at 0, which stands for none.
            if (position == TextStore.Nowhere || Interlocked.CompareExchange(ref last, position + 1, entry.Earlier) == entry.Earlier)
                return;
        }
    }

    /// <summary>The attempts of a task before its last, the first of them first. Read when no worker touches the board any more.</summary>
    public ReadOnlySpan<TaskSlot> Of(long task) =>
        memory.Head.LastFormerAttempt == 0 ? default : CollectionsMarshal.AsSpan((byTask ??= Read()).GetValueOrDefault(task));

    public void Clear()
    {
        byTask = null;
        memory.Head.LastFormerAttempt = 0;
    }

    private Dictionary<long, List<TaskSlot>> Read()
    {
        var read = new Dictionary<long, List<TaskSlot>>();
        for (var at = memory.Head.LastFormerAttempt; at != 0;)
        {
            var entry = MemoryMarshal.Read<Entry>(memory.Texts.Read(at - 1, Unsafe.SizeOf<Entry>()).Span);
            if (!read.TryGetValue(entry.Task, out var attempts))
                read[entry.Task] = attempts = [];
            attempts.Insert(0, entry.Attempt);
            at = entry.Earlier;
        }
        return read;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public long Earlier;
        public long Task;
        public TaskSlot Attempt;
    }
}
