using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What the numbers of a table hide, a sentence each.</summary>
internal static class SummaryRemarks
{
    private const int MaxOutliersNamed = 5;

    public static IEnumerable<string> Of(IReadOnlyList<Summary> summaries) => [.. Outliers(summaries), .. Middles(summaries), .. WithoutTable(summaries)];

    /// <summary>Where there is no table whose numbers need an explanation.</summary>
    public static IEnumerable<string> WithoutTable(IReadOnlyList<Summary> summaries) => [.. ColdCode(summaries), .. ShortfallText.Of(summaries)];

    /// <summary>In a file, for one outlier.</summary>
    public static string Of(Outlier outlier, Summary summary) => Place(outlier, summary) + Cause(outlier);

    private static IEnumerable<string> Outliers(IReadOnlyList<Summary> summaries)
    {
        foreach (var summary in summaries)
        {
            if (summary.Outliers.Count == 0)
                continue;
            var more = summary.Outliers.Count - MaxOutliersNamed;
            var rounds = summary.Outliers.Take(MaxOutliersNamed).Select(outlier => $"{Place(outlier, summary)} took {Readable.Duration(outlier.Run.Times.Wall)}{Cause(outlier)}");
            yield return $"{new ArmNames(summaries).Of(summary)} has outliers, which count like all rounds: {string.Join(", ", rounds)}{(more > 0 ? $" and {Readable.Count(more)} more" : "")}.";
        }
    }

    /// <summary>The numbers of a row that do not fit together, because each is the middle of something else.</summary>
    private static IEnumerable<string> Middles(IReadOnlyList<Summary> summaries)
    {
        foreach (var summary in summaries)
        {
            if (summary is { IsTypicalFar: true, Wall: { } wall })
                yield return $"{new ArmNames(summaries).Of(summary)}: startup, run and shutdown are those of a round of {Readable.Duration(summary.Typical.Times.Wall)}, "
                    + $"because the median of {Readable.Duration(wall.Median.Value)} lies between two rounds. Measure more rounds.";
            if (summary is { SpeedUpOfMedians: { } ofMedians, SpeedUp: { } speedUp })
                yield return $"{new ArmNames(summaries).Of(summary)}: its speed-up is {Readable.Number(speedUp.Value)} within the rounds, which counts, and {Readable.Number(ofMedians)} "
                    + "by the medians of the table. Some rounds were slower as a whole: measure on a quiet machine, or more rounds.";
        }
    }

    /// <summary>One sentence for all, about the configuration that is most affected.</summary>
    private static IEnumerable<string> ColdCode(IReadOnlyList<Summary> summaries)
    {
        var (count, first) = (0, (Summary?)null);
        foreach (var summary in summaries)
            if (summary.ColdCode is not null && count++ >= 0 && !(summary.ColdCode.Slowdown <= first?.ColdCode!.Slowdown))
                first = summary;
        if (first?.ColdCode is not { } worst)
            yield break;
        yield return $"{new ArmNames(summaries).Of(first)}{(count > 1 ? $" and {Readable.Count(count - 1)} more" : "")} ran cold code: "
            + $"each run compiled {Readable.Count(worst.Methods)} methods, and {Readable.Count(worst.BaselineMethods)} under {Summary.Baseline}; "
            + $"its tasks took {Readable.Number(worst.Slowdown)} times as long as under {Summary.Baseline}. To compare like with like, isolate the runs, or make them longer.";
    }

    /// <summary>With the session if there are several.</summary>
    private static string Place(Outlier outlier, Summary summary) =>
        $"round {outlier.Run.Planned.Round}{(summary.Sessions == 1 ? "" : $" of {outlier.Run.Session}")}";

    private static string Cause(Outlier outlier) => outlier.Cause is { } cause ? $" ({cause})" : "";
}
