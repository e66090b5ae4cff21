using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>A summary as the files show it.</summary>
/// <param name="Summary">The summary.</param>
/// <param name="Session">A session of its scenario.</param>
internal sealed record SummaryRow(Summary Summary, SessionInfo Session)
{
    /// <summary>Of several variants and sessions, each has the parameters of its own.</summary>
    public static IReadOnlyList<SummaryRow> Of(IEnumerable<Summary> summaries, Func<Summary, SessionInfo> session) =>
        [.. summaries.Select(summary => new SummaryRow(summary, session(summary)))];
}

/// <summary>The columns of the summary, in CSV and JSON alike: the answer, the options and the metrics of the workload, and all other statistics. What is
/// not known is empty, and a statistic of too few rounds is not known.</summary>
internal static class SummaryColumns
{
    /// <summary>The first columns, which keep their places.</summary>
    public const int FirstCount = 12;

    private const int CurrentSchema = 2;
    private const string AsInRuns = "as in the runs CSV";
    private const string PartOfTypical = "the parts of one round: the one with the median wall time, or the faster of the two in the middle";

    private static readonly Column<SummaryRow>[] First =
    [
        new("workload", row => row.Summary.Scenario.Workload, AsInRuns),
        new("variant", row => row.Session.Variant, AsInRuns),
        new("executor", row => row.Summary.Configuration.Executor, AsInRuns),
        new("workers", row => row.Summary.Configuration.Workers, AsInRuns),
        new("chunk_size", row => row.Summary.Configuration.ChunkSize.Number, AsInRuns),
        new("tasks", row => row.Summary.Tasks, AsInRuns),
        new("rounds", row => row.Summary.Rounds, "the number of complete rounds"),
        new("wall_median_s", row => row.Summary.Wall?.Median.Value, "the middle wall time, or the mean of the two in the middle"),
        .. Estimates("speedup", row => row.SpeedUp,
            "the median, over the rounds that both have, of the wall time of `serial` divided by that of this row in the same round of the same session. If there are several `serial` configurations, the one with the same chunk size if any. Under weak scaling it is the scaled speed-up: that ratio times the ratio of their tasks. Empty if tasks or the executor failed in any round"),
        new("claim", row => row.Summary.Difference is { } difference ? Label.Of(difference) : null,
            "`faster`: `speedup_low` is above 1 + band; `slower`: `speedup_high` is below 1 / (1 + band); otherwise `no difference shown`; empty without a speed-up"),
    ];

    private static readonly Column<SummaryRow>[] Others =
    [
        new("status", row => Label.Of(row.Summary.WorstStatus), "the worst status of any measured round, including incomplete ones"),
        .. Estimates("efficiency", row => row.Efficiency, "`speedup` divided by `workers`"),
        new("wall_median_low_s", row => row.Summary.Wall?.Median.Interval?.Low, "lower end of the 95% confidence interval of the median; from 3 rounds"),
        new("wall_median_high_s", row => row.Summary.Wall?.Median.Interval?.High, "upper end of this interval"),
        new("wall_mean_s", row => row.Summary.Wall?.Mean, "the mean wall time"),
        new("wall_sd_s", row => row.Summary.Wall?.StandardDeviation, "the standard deviation of the sample, with n − 1; from 2 rounds"),
        new("wall_min_s", row => row.Summary.Wall?.Min, "the shortest wall time"),
        new("wall_q1_s", row => row.Summary.Wall?.Quartiles?.Lower, "the lower quartile, interpolated between neighbours (type 7 of Hyndman and Fan); from 2 rounds"),
        new("wall_q3_s", row => row.Summary.Wall?.Quartiles?.Upper, "the upper quartile, likewise"),
        new("wall_max_s", row => row.Summary.Wall?.Max, "the longest wall time"),
        new("outliers", row => row.Summary.Outliers.Count,
            "the number of wall times more than 3 interquartile ranges outside the quartiles and more than 10% from the median; from 5 rounds. They count like all others"),
        new("outlier_rounds", row => string.Join("; ", row.Summary.Outliers.Select(outlier => SummaryRemarks.Of(outlier, row.Summary))),
            "which rounds, with a likely cause if the system reports one: `round 3; round 7 (…)`; with their session if there are several sessions"),
        new("startup_s", row => OfTypical(row.Summary, times => times.Startup), PartOfTypical),
        new("run_s", row => OfTypical(row.Summary, times => times.Run), PartOfTypical),
        new("shutdown_s", row => OfTypical(row.Summary, times => times.Shutdown), PartOfTypical),
        new("speedup_rounds", row => row.Summary.SpeedUp?.Count, "in how many rounds both `serial` and this row are complete"),
        .. Estimates("speedup_over_one", row => row.SpeedUpOverOne, "as `speedup`, over the same executor with the same options and one worker"),
        new("speedup_over_one_rounds", row => row.Summary.SpeedUpOverOne?.Count, "how many rounds both have"),
        new("claim_over_one", row => row.Summary.DifferenceOverOne is { } difference ? Label.Of(difference) : null,
            "as `claim`, for `speedup_over_one`; empty for one worker"),
        .. Estimates("efficiency_over_one", row => row.EfficiencyOverOne, "`speedup_over_one` divided by `workers`"),
        new("baseline", row => row.Summary.Compared?.Baseline.Name, "the baseline that the user has chosen; empty for none"),
        .. Estimates("speedup_over_baseline", row => row.Compared?.SpeedUp, "as `speedup`, over that baseline"),
        new("speedup_over_baseline_rounds", row => row.Summary.Compared?.SpeedUp?.Count, "how many rounds both have"),
        new("claim_over_baseline", row => row.Summary.Compared?.Difference is { } difference ? Label.Of(difference) : null,
            "as `claim`, for `speedup_over_baseline`; empty for the baseline itself"),
        .. LossColumns.Of<SummaryRow>(row => row.Summary.Wall is null ? null : row.Summary.Losses,
            "as in the runs CSV, of the round that `startup_s` is of; compared with the serial run of that round"),
        new("allocated_median_bytes", row => row.Summary.MedianOf(run => run.Noise.AllocatedBytes), "the median of `allocated_bytes` of the runs CSV; divided by `tasks`, what a task allocates. Empty if a round does not tell, as the next four"),
        new("gc_gen0_median", row => row.Summary.MedianOf(run => run.Noise.Gen0Collections), "the median of `gc_gen0`"),
        new("gc_gen1_median", row => row.Summary.MedianOf(run => run.Noise.Gen1Collections), "the median of `gc_gen1`"),
        new("gc_gen2_median", row => row.Summary.MedianOf(run => run.Noise.Gen2Collections), "the median of `gc_gen2`"),
        new("gc_pause_median_s", row => row.Summary.MedianOf(run => run.Noise.GcPauseSeconds), "the median of `gc_pause_s`"),
        new("pool", row => Label.OfPool(row.Summary.Scenario.IsWarm), AsInRuns),
        new("isolated", row => Label.YesNo(row.Summary.IsIsolated), AsInRuns),
        new("executor_options", row => row.Summary.ExecutorOptions, AsInRuns),
        new("scale", row => Label.Of(row.Summary.Scenario.Scale), "`strong`: the same tasks for any number of workers; `weak`: `tasks` grows with `workers`"),
        new("inputs_digest", row => row.Summary.Scenario.Inputs, "`session_inputs_digest` of the runs CSV"),
        new("schema", _ => CurrentSchema, "2: the version of this description"),
    ];

    /// <summary>The columns for the workloads of these sessions.</summary>
    public static Column<SummaryRow>[] For(IReadOnlyList<SessionInfo> sessions) =>
    [
        .. First,
        .. sessions.SelectMany(session => session.Parameters.Select(parameter => parameter.Name)).Distinct().Select(option => new Column<SummaryRow>(RunColumns.ParameterPrefix + SessionInfo.NameInFiles(option),
            row => row.Session.ValueOf(option),
            $"{AsInRuns}; empty for an option that the workload of this row does not have")),
        .. MetricColumns.OfSummaries(sessions),
        .. Others,
    ];

    private static Column<SummaryRow>[] Estimates(string name, Func<Summary, Estimate?> estimate, string meaning) =>
    [
        new(name, row => estimate(row.Summary)?.Value, meaning),
        new($"{name}_low", row => estimate(row.Summary)?.Interval?.Low, $"lower end of the 95% confidence interval of `{name}`; from 3 rounds"),
        new($"{name}_high", row => estimate(row.Summary)?.Interval?.High, "upper end of this interval"),
    ];

    /// <summary>Of a whole round only, and not of one that was cut short.</summary>
    private static double? OfTypical(Summary summary, Func<TimeParts, double> part) =>
        summary.Wall is not null && part(summary.Typical.Times) is var seconds && !double.IsNaN(seconds) ? seconds : null;
}
