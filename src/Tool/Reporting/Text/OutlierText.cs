using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>A sentence for each configuration with outliers.</summary>
internal static class OutlierText
{
    private const int MostNamed = 5;

    public static IEnumerable<string> Of(IReadOnlyList<Summary> summaries)
    {
        var names = new ConfigurationNames(summaries.Select(summary => summary.Configuration));
        return
            from summary in summaries
            where summary.Outliers.Count > 0
            let areOfOne = summary.Sessions == 1
            let more = summary.Outliers.Count - MostNamed
            let rounds = summary.Outliers.Take(MostNamed).Select(outlier =>
                $"{Place(outlier.Run, areOfOne)} took {Readable.Duration(outlier.Run.Times.Wall)}{Cause(outlier)}")
            select $"{names.Of(summary.Configuration)}: far from the others, and counted all the same: {string.Join(", ", rounds)}{(more > 0 ? $" and {Readable.Count(more)} more" : "")}.";
    }

    /// <summary>Which of a summary's outliers this is, with its session where there are several.</summary>
    public static string Round(Outlier outlier, Summary summary) => Place(outlier.Run, summary.Sessions == 1) + Cause(outlier);

    private static string Place(Observation run, bool areOfOne) => $"round {run.Planned.Round}{(areOfOne ? "" : $" of {run.Session}")}";

    private static string Cause(Outlier outlier) => outlier.Cause is { } cause ? $" ({cause})" : "";
}
