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
        var (next, underWay) = (new EarliestFirst(), new EarliestFirst());
        foreach (var stream in streams)
            next.Add(slots[byWorker[stream.At]].StartedTicks, stream);

        var max = 0;
        while (next.Count > 0)
        {
            var (started, stream) = (next.Ticks, next.Take());
            // Tasks do not overlap if one ends in the tick in which the other starts.
            while (underWay.Count > 0 && underWay.Ticks <= started)
                underWay.Take();
            underWay.Add(slots[byWorker[stream.At]].EndedTicks, stream);
            max = Math.Max(max, underWay.Count);
            if (++stream.At < stream.End)
                next.Add(slots[byWorker[stream.At]].StartedTicks, stream);
        }
        return max;
    }

    /// <summary>Lists the tasks that ran by worker, each worker's in the order of their starts.</summary>
    private static List<TaskStream> Group(ReadOnlySpan<TaskSlot> slots, int[] byWorker)
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

        var streams = new List<TaskStream>();
        for (var worker = 0; worker < ends.Length; worker++)
            if (counts[worker] > 0)
            {
                SortIfNeeded(slots, byWorker.AsSpan(ends[worker] - counts[worker], counts[worker]));
                streams.Add(new TaskStream { At = ends[worker] - counts[worker], End = ends[worker] });
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

/// <summary>The tasks of one worker that have not started yet, as a range of a list.</summary>
internal sealed class TaskStream
{
    public int At { get; set; }

    public int End { get; init; }
}

/// <summary>Streams with a time stamp each, the earliest first: a binary heap. .NET's own queue of numbers would be compiled at every start.</summary>
internal sealed class EarliestFirst
{
    private long[] ticks = new long[8];
    private TaskStream[] streams = new TaskStream[8];

    public int Count { get; private set; }

    /// <summary>The earliest time stamp.</summary>
    public long Ticks => ticks[0];

    public void Add(long at, TaskStream stream)
    {
        if (Count == ticks.Length)
            Grow();
        var hole = Count++;
        for (int parent; hole > 0 && ticks[parent = (hole - 1) / 2] > at; hole = parent)
            (ticks[hole], streams[hole]) = (ticks[parent], streams[parent]);
        (ticks[hole], streams[hole]) = (at, stream);
    }

    /// <summary>Removes the earliest.</summary>
    public TaskStream Take()
    {
        var first = streams[0];
        var (at, stream) = (ticks[--Count], streams[Count]);
        var hole = 0;
        for (int child; (child = (2 * hole) + 1) < Count; hole = child)
        {
            if (child + 1 < Count && ticks[child + 1] < ticks[child])
                child++;
            if (ticks[child] >= at)
                break;
            (ticks[hole], streams[hole]) = (ticks[child], streams[child]);
        }
        (ticks[hole], streams[hole]) = (at, stream);
        return first;
    }

    private void Grow()
    {
        var (longer, more) = (new long[2 * Count], new TaskStream[2 * Count]);
        ticks.CopyTo(longer, 0);
        streams.CopyTo(more, 0);
        (ticks, streams) = (longer, more);
    }
}
