using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>What the tasks of a run add up to.</summary>
/// <param name="Ok">Tasks with a result.</param>
/// <param name="Failed">Tasks without one, for whatever reason.</param>
/// <param name="WorkTicks">The sum of all task durations.</param>
/// <param name="LongestTicks">The longest task.</param>
/// <param name="SpanTicks">From the first task's start to the last task's end.</param>
/// <param name="ConcurrencyMax">The most tasks that were under way at the same moment.</param>
/// <param name="ResultDigest">The digest over all results in index order.</param>
internal sealed record TaskTotals(
    long Ok, long Failed, long WorkTicks, long LongestTicks, long SpanTicks, int ConcurrencyMax, ulong ResultDigest)
{
    /// <summary>The mean number of tasks under way while any was; <see langword="null"/> if none took any time.</summary>
    public double? ConcurrencyMean => SpanTicks > 0 ? WorkTicks / (double)SpanTicks : null;

    /// <summary>What no sharing out among W workers could have beaten, had each task taken as long as it did: the work shared
    /// out evenly, or the longest task.</summary>
    public double IdealSeconds(int workers) => Math.Max(Ticks.ToSeconds(WorkTicks) / workers, Ticks.ToSeconds(LongestTicks));

    public static TaskTotals Of(ReadOnlySpan<TaskSlot> slots)
    {
        var (ok, work, longest, first, last) = (0L, 0L, 0L, long.MaxValue, 0L);
        foreach (ref readonly var slot in slots)
        {
            if (slot.Verdict == Verdict.Ok)
                ok++;
            if (slot.EndedTicks == 0)
                continue;
            var duration = slot.EndedTicks - slot.StartedTicks;
            work += duration;
            longest = Math.Max(longest, duration);
            first = Math.Min(first, slot.StartedTicks);
            last = Math.Max(last, slot.EndedTicks);
        }
        return new TaskTotals(ok, slots.Length - ok, work, longest, Math.Max(0, last - first), Concurrency.Max(slots), ResultDigest: Execution.ResultDigest.Of(slots));
    }
}
