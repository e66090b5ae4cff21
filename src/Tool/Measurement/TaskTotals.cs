using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>Sums and extremes over the tasks of a run.</summary>
/// <param name="Ok">Tasks with a result.</param>
/// <param name="Failed">Tasks without a result.</param>
/// <param name="WorkTicks">The sum of all task durations.</param>
/// <param name="LongestTicks">The duration of the longest task.</param>
/// <param name="SpanTicks">From the first task's start to the last task's end.</param>
/// <param name="ConcurrencyMax">The largest number of tasks under way at once.</param>
/// <param name="ResultDigest">The digest of all results in index order.</param>
internal sealed record TaskTotals(
    long Ok, long Failed, long WorkTicks, long LongestTicks, long SpanTicks, int ConcurrencyMax, ulong ResultDigest)
{
    /// <summary>The metrics of the workload, aggregated.</summary>
    public IReadOnlyList<MetricTotal> Metrics { get; init; } = [];

    /// <summary>The mean number of tasks under way from the first start to the last end; <see langword="null"/> if that took no time.</summary>
    public double? ConcurrencyMean => SpanTicks > 0 ? WorkTicks / (double)SpanTicks : null;

    /// <summary>The lower bound for any schedule of these tasks: the work divided evenly among the workers, or the longest task.</summary>
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
