using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The columns of a comparison. What describes the work is from the new file.</summary>
internal static class ComparisonColumns
{
    private const int CurrentSchema = 1;

    private static readonly (string Name, Func<Comparison, Field> Of)[] All =
    [
        ("schema", _ => CurrentSchema),
        ("workload", row => row.New.Scenario.Workload),
        ("tasks", row => row.New.Scenario.Tasks),
        ("pool", row => row.New.Scenario.Pool),
        ("executor", row => row.Configuration.Executor),
        ("workers", row => row.Configuration.Workers),
        ("chunk_size", row => row.Configuration.ChunkSize.Number),
        ("executor_options", row => row.New.ExecutorOptions),
        ("isolated", row => Label.YesNo(row.New.IsIsolated)),
        ("baseline_rounds", row => row.BaselineRounds),
        ("baseline_median_s", row => row.BaselineMedian),
        ("new_rounds", row => row.NewRounds),
        ("new_median_s", row => row.NewMedian),
        ("ratio", row => row.Ratio),
        ("ratio_low", row => row.Interval?.Low),
        ("ratio_high", row => row.Interval?.High),
        ("confidence", row => row.Confidence),
        ("verdict", row => Label.Of(row.Difference)),
        ("inputs_digest", row => row.New.Scenario.Inputs),
        ("parameters", row => row.New.Scenario.Parameters),
    ];

    public static void Write(CsvFile file, IEnumerable<Comparison> comparisons) => file.WriteWhole(writer =>
    {
        foreach (var (name, _) in All)
            writer.WriteField(name);
        writer.EndRecord();
        foreach (var comparison in comparisons)
        {
            foreach (var (_, of) in All)
                of(comparison).Write(writer);
            writer.EndRecord();
        }
    });
}
