using System.Buffers;
using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>The largest number of tasks under way at once. It is computed from the time stamps afterwards: counting during the run would cost every
/// task two more atomic operations.</summary>
internal static class Concurrency
{
    /// <summary>Merges the tasks of all workers, each of which ran one task at a time. Needs 4 bytes per task.</summary>
    public static int Max(ReadOnlySpan<TaskSlot> slots)
    {
        var byWorker = ArrayPool<int>.Shared.Rent(slots.Length);
        try
        {
            return Max(slots, byWorker);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(byWorker);
        }
    }

    private static int Max(ReadOnlySpan<TaskSlot> slots, int[] byWorker)
    {
        var streams = Group(slots, byWorker);
        // The next task of each worker, by its start, and the tasks under way, by their ends.
        var next = new PriorityQueue<int, long>();
        var underWay = new PriorityQueue<int, long>();
        for (var stream = 0; stream < streams.Count; stream++)
            next.Enqueue(stream, slots[byWorker[streams[stream].Start]].StartedTicks);

        var max = 0;
        while (next.TryDequeue(out var stream, out var started))
        {
            // Tasks do not overlap if one ends in the tick in which the other starts.
            while (underWay.TryPeek(out _, out var ended) && ended <= started)
                underWay.Dequeue();
            var (at, end) = streams[stream];
            underWay.Enqueue(stream, slots[byWorker[at]].EndedTicks);
            max = Math.Max(max, underWay.Count);
            streams[stream] = (++at, end);
            if (at < end)
                next.Enqueue(stream, slots[byWorker[at]].StartedTicks);
        }
        return max;
    }

    /// <summary>Lists the tasks that ran by worker, each worker's in the order of their starts.</summary>
    private static List<(int Start, int End)> Group(ReadOnlySpan<TaskSlot> slots, int[] byWorker)
    {
        var counts = new List<int>();
        foreach (ref readonly var slot in slots)
            if (slot.EndedTicks != 0)
            {
                while (counts.Count <= slot.Worker)
                    counts.Add(0);
                counts[slot.Worker]++;
            }
        var ends = new int[counts.Count];
        for (var worker = 1; worker < ends.Length; worker++)
            ends[worker] = ends[worker - 1] + counts[worker - 1];
        for (var task = 0; task < slots.Length; task++)
            if (slots[task].EndedTicks != 0)
                byWorker[ends[slots[task].Worker]++] = task;

        var streams = new List<(int, int)>();
        for (var worker = 0; worker < ends.Length; worker++)
            if (counts[worker] > 0)
            {
                SortIfNeeded(slots, byWorker.AsSpan(ends[worker] - counts[worker], counts[worker]));
                streams.Add((ends[worker] - counts[worker], ends[worker]));
            }
        return streams;
    }

    /// <summary>A worker claims its tasks in order, so only retried tasks are out of order.</summary>
    private static void SortIfNeeded(ReadOnlySpan<TaskSlot> slots, Span<int> tasks)
    {
        for (var i = 1; i < tasks.Length; i++)
            if (slots[tasks[i]].StartedTicks < slots[tasks[i - 1]].StartedTicks)
            {
                var starts = new long[tasks.Length];
                for (var task = 0; task < tasks.Length; task++)
                    starts[task] = slots[tasks[task]].StartedTicks;
                starts.AsSpan().Sort(tasks);
                return;
            }
    }
}
