using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What the numbers of a table hide, a sentence each.</summary>
internal static class SummaryRemarks
{
    private const int MaxOutliersNamed = 5;

    /// <param name="summaries">All configurations.</param>
    /// <param name="advices">The advice on them, which is not said again.</param>
    public static IEnumerable<string> Of(IReadOnlyList<Summary> summaries, params IReadOnlyList<Analysis.Advice?> advices) => [.. Outliers(summaries), .. Middles(summaries), .. WithoutTable(summaries, advices)];

    /// <summary>Where there is no table whose numbers need an explanation.</summary>
    public static IEnumerable<string> WithoutTable(IReadOnlyList<Summary> summaries, params IReadOnlyList<Analysis.Advice?> advices) => [.. Cached(summaries), .. ColdCode(summaries), .. GcText.Of(summaries, advices), .. ShortfallText.Of(summaries, advices)];

    /// <summary>In a file, for one outlier.</summary>
    public static string Of(Outlier outlier, Summary summary) => Place(outlier, summary) + Cause(outlier);

    /// <summary>One sentence for all.</summary>
    private static IEnumerable<string> Outliers(IReadOnlyList<Summary> summaries)
    {
        var (names, disturbed) = (new ArmNames(summaries), summaries.Where(summary => summary.Outliers.Count > 0).ToList());
        if (disturbed.Count == 0)
            yield break;
        var each = Math.Max(1, MaxOutliersNamed / disturbed.Count);
        var all = disturbed.Take(MaxOutliersNamed).Select(summary => (disturbed.Count == 1 ? "" : $"{names.Of(summary)} in ") + RoundsOf(summary, each));
        yield return $"{(disturbed.Count == 1 ? $"{names.Of(disturbed[0])} has" : $"{Readable.Count(disturbed.Count)} configurations have")} outliers, which count like all rounds: {string.Join("; ", all)}{(disturbed.Count > MaxOutliersNamed ? "; …" : "")}.";
    }

    private static string RoundsOf(Summary summary, int max)
    {
        var more = summary.Outliers.Count - max;
        var rounds = summary.Outliers.Take(max).Select(outlier => $"{Place(outlier, summary)} took {Readable.Duration(outlier.Run.Times.Wall)}{Cause(outlier)}");
        return $"{string.Join(", ", rounds)}{(more > 0 ? $" and {Readable.Count(more)} more" : "")}";
    }

    /// <summary>The numbers of a row that do not fit together, because each is the middle of something else: about the first such row.</summary>
    private static IEnumerable<string> Middles(IReadOnlyList<Summary> summaries)
    {
        if (First(summaries, summary => summary is { IsTypicalFar: true, Wall: not null }) is var (far, ofFar))
            yield return $"{ofFar}: the parts of its time are those of a round of {Readable.Duration(far.Typical.Times.Wall)}, "
                + $"because the median of {Readable.Duration(far.Wall!.Median.Value)} lies between two rounds. Measure more rounds.";
        if (First(summaries, summary => summary is { SpeedUpOfMedians: not null, SpeedUp: not null }) is var (uneven, ofUneven))
            yield return $"{ofUneven}: the speed-up is {Readable.Number(uneven.SpeedUp!.Value)} within the rounds, which counts, and {Readable.Number(uneven.SpeedUpOfMedians)} "
                + "by the medians of the table. Some rounds were slower as a whole: measure on a quiet machine, or more rounds.";
    }

    /// <returns>The first, with its name and how many more there are.</returns>
    private static (Summary Summary, string Name)? First(IReadOnlyList<Summary> summaries, Func<Summary, bool> has)
    {
        var all = summaries.Where(has).ToList();
        return all.Count == 0 ? null : (all[0], new ArmNames(summaries).Of(all[0]) + (all.Count > 1 ? $" and {Readable.Count(all.Count - 1)} more" : ""));
    }

    /// <summary>One sentence for all, about the configuration that is most affected.</summary>
    private static IEnumerable<string> Cached(IReadOnlyList<Summary> summaries)
    {
        var affected = summaries.Where(summary => summary.Cached is not null).ToList();
        // A query for the largest number would be compiled at every start.
        if (affected.Count == 0)
            yield break;
        var first = affected.MaxBy(summary => summary.Cached!.Ratio)!;
        var worst = first.Cached!;
        yield return $"{new ArmNames(summaries).Of(first)}{(affected.Count > 1 ? $" and {Readable.Count(affected.Count - 1)} more" : "")}: tasks took {Readable.Duration(worst.First)} in all in the first {(worst.IsWarmup ? "round, to warm up" : "round")}, "
            + $"and {Readable.Duration(worst.Later)} in later ones, which is {Readable.Count((long)worst.Ratio)} times as fast; compiling took {Readable.Duration(worst.Compiling)}. "
            + (first.Typical.HasWorkerProcesses || first.IsIsolated ? "Something outside of the processes may remember results or data, as files or a server do: measure with other inputs, or clear it before each run."
                : "A static field may remember results, so that later rounds, also of other executors, hardly measure the work: isolate the runs, or remove it.");
    }

    /// <summary>Likewise, unless a serial run found its results and is no run to compare with.</summary>
    private static IEnumerable<string> ColdCode(IReadOnlyList<Summary> summaries)
    {
        var (count, first) = (0, (Summary?)null);
        foreach (var summary in summaries)
            if (summary.Cached is not null)
                yield break;
            else if (summary.ColdCode is not null && count++ >= 0 && !(summary.ColdCode.Slowdown <= first?.ColdCode!.Slowdown))
                first = summary;
        if (first?.ColdCode is not { } worst)
            yield break;
        yield return $"{new ArmNames(summaries).Of(first)}{(count > 1 ? $" and {Readable.Count(count - 1)} more" : "")} ran cold code: "
            + $"each run compiled {Readable.Count(worst.Methods)} methods, and {Readable.Count(worst.BaselineMethods)} under {Summary.Baseline}; "
            + $"its tasks took {Readable.Number(worst.Slowdown)} times as long as under {Summary.Baseline}. {(first.Scenario.IsWarm ? "Add a warm-up round, or have the workers run warm tasks." : "To compare like with like, keep the workers over all rounds (warm pools), isolate the runs, or make them longer.")}";
    }

    /// <summary>With the session if there are several.</summary>
    private static string Place(Outlier outlier, Summary summary) =>
        $"round {outlier.Run.Planned.Round}{(summary.Sessions == 1 ? "" : $" of {outlier.Run.Session}")}";

    private static string Cause(Outlier outlier) => outlier.Cause is { } cause ? $" ({cause})" : "";
}
