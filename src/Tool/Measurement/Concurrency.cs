using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>How many tasks were under way at once, found afterwards from the time stamps: counting while they run would cost
/// every task two more atomic operations.</summary>
internal static class Concurrency
{
    public static int Max(ReadOnlySpan<TaskSlot> slots)
    {
        var starts = new long[slots.Length];
        var ends = new long[slots.Length];
        var count = 0;
        foreach (ref readonly var slot in slots)
            if (slot.EndedTicks != 0)
            {
                starts[count] = slot.StartedTicks;
                ends[count++] = slot.EndedTicks;
            }
        SortIfNeeded(starts.AsSpan(0, count));
        SortIfNeeded(ends.AsSpan(0, count));

        var (most, ended) = (0, 0);
        for (var started = 0; started < count; started++)
        {
            // A task that ends in the same tick as another starts does not overlap it.
            while (ends[ended] <= starts[started] && ended < started)
                ended++;
            most = Math.Max(most, started + 1 - ended);
        }
        return most;
    }

    /// <summary>One worker leaves its tasks in order, and millions need no sorting then.</summary>
    private static void SortIfNeeded(Span<long> times)
    {
        for (var i = 1; i < times.Length; i++)
            if (times[i] < times[i - 1])
            {
                times.Sort();
                return;
            }
    }
}
