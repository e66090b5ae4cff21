using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The columns of the summary, in CSV and JSON alike: those that every workload has, and behind them its options. What is
/// not known is empty, and a statistic of too few rounds is not known.</summary>
internal static class SummaryColumns
{
    private const int CurrentSchema = 1;

    private static readonly (string Name, Func<Summary, Field> Of)[] All =
    [
        ("schema", _ => CurrentSchema),
        ("workload", summary => summary.Scenario.Workload),
        ("tasks", summary => summary.Scenario.Tasks),
        ("pool", summary => summary.Scenario.Pool),
        ("executor", summary => summary.Configuration.Executor),
        ("workers", summary => summary.Configuration.Workers),
        ("chunk_size", summary => summary.Configuration.ChunkSize.Number),
        ("executor_options", summary => summary.ExecutorOptions),
        ("isolated", summary => Label.YesNo(summary.IsIsolated)),
        ("rounds", summary => summary.Rounds),
        ("wall_median_s", summary => summary.Wall?.Median.Value),
        ("wall_median_low_s", summary => summary.Wall?.Median.Interval?.Low),
        ("wall_median_high_s", summary => summary.Wall?.Median.Interval?.High),
        ("wall_mean_s", summary => summary.Wall?.Mean),
        ("wall_sd_s", summary => summary.Wall?.StandardDeviation),
        ("wall_min_s", summary => summary.Wall?.Min),
        ("wall_q1_s", summary => summary.Wall?.Quartiles?.Lower),
        ("wall_q3_s", summary => summary.Wall?.Quartiles?.Upper),
        ("wall_max_s", summary => summary.Wall?.Max),
        ("startup_s", summary => OfTypical(summary, times => times.Startup)),
        ("run_s", summary => OfTypical(summary, times => times.Run)),
        ("shutdown_s", summary => OfTypical(summary, times => times.Shutdown)),
        .. Of("speedup", summary => summary.SpeedUp),
        ("speedup_rounds", summary => summary.SpeedUp?.Count),
        .. Of("efficiency", summary => summary.Efficiency),
        ("claim", summary => summary.Difference is { } difference ? Label.Of(difference) : null),
        .. Of("speedup_over_one", summary => summary.SpeedUpOverOne),
        ("speedup_over_one_rounds", summary => summary.SpeedUpOverOne?.Count),
        .. Of("efficiency_over_one", summary => summary.EfficiencyOverOne),
        ("outliers", summary => summary.Outliers.Count),
        ("outlier_rounds", summary => string.Join("; ", summary.Outliers.Select(outlier => OutlierText.Round(outlier, summary)))),
        ("status", summary => Label.Of(summary.WorstStatus)),
        ("inputs_digest", summary => summary.Scenario.Inputs),
        ("claim_over_one", summary => summary.DifferenceOverOne is { } difference ? Label.Of(difference) : null),
    ];

    /// <summary>The name of each column, the options of the workload being these.</summary>
    public static string[] NamesFor(IEnumerable<string> options) =>
        [.. All.Select(column => column.Name), .. options.Select(option => RunColumns.ParameterPrefix + RunColumns.NameOf(option))];

    /// <summary>What a summary has in each of them; nothing for an option that its workload does not have.</summary>
    public static Field[] FieldsOf(SummaryRow row, IEnumerable<string> options) =>
    [
        .. All.Select(column => column.Of(row.Summary)),
        .. options.Select(option => (Field)row.Parameters.FirstOrDefault(parameter => parameter.Name == option).Value),
    ];

    private static (string Name, Func<Summary, Field> Of)[] Of(string name, Func<Summary, Estimate?> estimate) =>
    [
        (name, summary => estimate(summary)?.Value),
        ($"{name}_low", summary => estimate(summary)?.Interval?.Low),
        ($"{name}_high", summary => estimate(summary)?.Interval?.High),
    ];

    /// <summary>Of a whole round only, and not of one that was cut short.</summary>
    private static double? OfTypical(Summary summary, Func<TimeParts, double> part) =>
        summary.Wall is not null && part(summary.Typical.Times) is var seconds && !double.IsNaN(seconds) ? seconds : null;
}
