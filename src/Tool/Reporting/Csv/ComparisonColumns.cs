using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The columns of a comparison. What describes the work is from the new file.</summary>
internal static class ComparisonColumns
{
    private const int CurrentSchema = 1;
    private const string AsInRuns = "as in the runs CSV, of the new file";

    public static readonly Column<Comparison>[] All =
    [
        new("schema", _ => CurrentSchema, "1: the version of this description"),
        new("workload", row => row.New.Scenario.Workload, AsInRuns),
        new("tasks", row => row.New.Tasks, AsInRuns),
        new("pool", row => Label.OfPool(row.New.Scenario.IsWarm), AsInRuns),
        new("executor", row => row.Configuration.Executor, AsInRuns),
        new("workers", row => row.Configuration.Workers, AsInRuns),
        new("chunk_size", row => row.Configuration.ChunkSize.Number, AsInRuns),
        new("executor_options", row => row.New.ExecutorOptions, AsInRuns),
        new("isolated", row => Label.YesNo(row.New.IsIsolated), AsInRuns),
        new("baseline_rounds", row => row.BaselineRounds, "the number of complete rounds in the baseline"),
        new("baseline_median_s", row => row.BaselineMedian, "the median of their wall times"),
        new("new_rounds", row => row.NewRounds, "the number of complete rounds in the new file"),
        new("new_median_s", row => row.NewMedian, "the median of their wall times"),
        new("ratio", row => row.Ratio, "`new_median_s` / `baseline_median_s`: below 1 is faster"),
        new("ratio_low", row => row.Interval?.Low, "lower end of the confidence interval of `ratio`; from 3 rounds in both files"),
        new("ratio_high", row => row.Interval?.High, "upper end of this interval"),
        new("confidence", row => row.Confidence, "the level of this interval: 1 − 0.05/K with K compared configurations"),
        new("verdict", row => Label.Of(row.Difference),
            "`faster`: `ratio_high` is below 1 / (1 + band); `slower`: `ratio_low` is above 1 + band; otherwise `no difference shown`"),
        new("inputs_digest", row => row.New.Scenario.Inputs, "`session_inputs_digest` of the runs CSV, of the new file"),
        new("parameters", row => row.New.Scenario.Parameters, "the options of the workload, as `key=value; key=value`, of the new file"),
    ];
}
