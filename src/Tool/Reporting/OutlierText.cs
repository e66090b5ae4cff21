using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>A sentence for each configuration with outliers.</summary>
internal static class OutlierText
{
    public static IEnumerable<string> Of(IEnumerable<Summary> summaries) =>
        from summary in summaries
        where summary.Outliers.Count > 0
        let rounds = summary.Outliers.Select(outlier => $"round {outlier.Run.Planned.Round} took {Readable.Duration(outlier.Run.Times.Wall)}{Cause(outlier)}")
        select $"{Label.Of(summary.Configuration)}: far from the others, and counted all the same: {string.Join(", ", rounds)}.";

    public static string Round(Outlier outlier) => $"round {outlier.Run.Planned.Round}{Cause(outlier)}";

    private static string Cause(Outlier outlier) => outlier.Cause is { } cause ? $" ({cause})" : "";
}
