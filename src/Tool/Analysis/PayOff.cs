using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>From how many tasks on a configuration is faster than serial, among variants that differ in nothing but their number of tasks.</summary>
/// <param name="Rising">Its summaries, one for each number of tasks, the smallest number first.</param>
internal sealed record PayOff(IReadOnlyList<Summary> Rising)
{
    public Configuration Configuration => Rising[0].Configuration;

    /// <summary>The smallest number of tasks from which on it is always faster; <see langword="null"/> if it is not with the largest one.</summary>
    public Summary? From
    {
        get
        {
            var from = Rising.Count;
            while (from > 0 && Rising[from - 1].Difference == Difference.Faster)
                from--;
            return from < Rising.Count ? Rising[from] : null;
        }
    }

    /// <summary>With the next smaller number of tasks.</summary>
    public Summary? Before => From is { } from ? Rising.LastOrDefault(summary => summary.Tasks < from.Tasks) : null;

    /// <summary>Of all configurations but serial, in the order of the summaries.</summary>
    /// <param name="family">The summaries of variants that differ in their number of tasks.</param>
    public static IReadOnlyList<PayOff> Of(IEnumerable<Summary> family)
    {
        // The chunk size may depend on the number of tasks, so that the place among those with as many workers tells which is which.
        var all = family.Where(summary => summary.Configuration.Executor != Summary.Baseline).GroupBy(summary => summary.Scenario)
            .SelectMany(scenario => scenario.GroupBy(summary => $"{summary.Configuration.Executor}:{summary.Configuration.Workers}").SelectMany(same => same.Select((summary, place) => (Key: $"{same.Key}:{place}", Summary: summary))));
        return [.. all.GroupBy(one => one.Key, one => one.Summary).Select(one => new PayOff([.. one.OrderBy(summary => summary.Tasks)]))];
    }
}
