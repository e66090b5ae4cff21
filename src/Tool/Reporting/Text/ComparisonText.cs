using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>What has to be known of a comparison, a sentence each.</summary>
internal static class ComparisonText
{
    public static string Intervals(IReadOnlyList<Comparison> comparisons) => comparisons.Count == 1
        ? "A ratio below 1 is faster than the baseline. In 95 of 100 comparisons the true ratio lies in the interval."
        : $"A ratio below 1 is faster than the baseline. In 95 of 100 comparisons all {comparisons.Count} true ratios lie in their intervals, each being one of "
            + string.Create(CultureInfo.InvariantCulture, $"{comparisons[0].Confidence * 100:0.##}%.");

    /// <summary>What the configurations of both files are called.</summary>
    public static ConfigurationNames NamesOf(Pairing pairing) => new(pairing.Arms.Select(arm => arm.Configuration));

    public static IEnumerable<string> Remarks(RunsFile baseline, RunsFile @new, Pairing pairing)
    {
        foreach (var file in (RunsFile[])[baseline, @new])
        {
            if (file.Remark is not null)
                yield return file.Remark;
            foreach (var sentence in RecordedText.Of(Arm.AllOf(file.Runs)))
                yield return $"{file.Name}: {sentence}";
        }
        var shared = baseline.Sessions.Select(session => session.Id).Intersect(@new.Sessions.Select(session => session.Id)).ToList();
        if (shared.Count > 0)
            yield return $"In both files, and so compared with itself: session {string.Join(", ", shared)}.";
        foreach (var sentence in Origins(baseline, @new).Concat(Changes(pairing)))
            yield return sentence;
        if (pairing.OnlyBaseline.Count > 0)
            yield return $"Only in {baseline.Name}: {Names(pairing.OnlyBaseline, pairing)}.";
        if (pairing.OnlyNew.Count > 0)
            yield return $"Only in {@new.Name}: {Names(pairing.OnlyNew, pairing)}.";
        if (pairing.Doubtful.Count > 0)
            yield return $"Not compared, as there are failed rounds or none is complete: {Names(pairing.Doubtful, pairing)}.";
    }

    private static IEnumerable<string> Origins(RunsFile baseline, RunsFile @new)
    {
        if (Difference(baseline, @new, session => [session.Machine]) is var (before, now))
            yield return $"Not the same machine: {baseline.Name} is from {before}, and {@new.Name} from {now}.";
        if (Difference(baseline, @new, session => session.Plugins) is var (older, newer))
            yield return $"Not the same code: {baseline.Name} is of {older}, and {@new.Name} of {newer}.";
    }

    /// <summary>What each file has and the other has not; nothing where one of them does not tell.</summary>
    private static (string Baseline, string New)? Difference(RunsFile baseline, RunsFile @new, Func<SessionInfo, IEnumerable<string>> of)
    {
        var (before, now) = (All(baseline), All(@new));
        return before.Count == 0 || now.Count == 0 || before.SetEquals(now) ? null : (Text(before.Except(now)), Text(now.Except(before)));

        HashSet<string> All(RunsFile file) => [.. file.Sessions.SelectMany(of).Where(text => text.Length > 0)];

        string Text(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } text ? text : "no other";
    }

    /// <summary>Between configurations that were paired although something else is not the same.</summary>
    private static IEnumerable<string> Changes(Pairing pairing)
    {
        var changes =
            from pair in pairing.Pairs
            from change in Changes(pair.Baseline, pair.New)
            select change;
        var text = string.Join("; ", changes.Distinct());
        if (text.Length > 0)
            yield return $"Not the same was run: {text}.";
    }

    private static IEnumerable<string> Changes(Arm before, Arm now)
    {
        var (old, latest) = (before.Scenario, now.Scenario);
        (string Name, string Before, string Now)[] all =
        [
            ("parameters", old.Parameters, latest.Parameters),
            ("tasks", Readable.Count(old.Tasks), Readable.Count(latest.Tasks)),
            ("pool", Label.OfPool(old.IsWarm), Label.OfPool(latest.IsWarm)),
            ("isolated", Label.YesNo(before.IsIsolated), Label.YesNo(now.IsIsolated)),
            ($"options of {now.Configuration.Executor}", before.ExecutorOptions, now.ExecutorOptions),
        ];
        foreach (var (name, was, isNow) in all)
            if (was != isNow)
                yield return $"{name} {Quoted(was)} and {Quoted(isNow)}";
        if (old.Inputs != latest.Inputs)
            yield return old.Inputs.Length > 0 && latest.Inputs.Length > 0 ? "other inputs" : "inputs unknown in one of the files";
    }

    private static string Quoted(string text) => text.Length > 0 ? text : "none";

    /// <summary>With the scenario where there are several.</summary>
    private static string Names(IEnumerable<Arm> arms, Pairing pairing)
    {
        var names = NamesOf(pairing);
        return pairing.Scenarios.Count == 1 ? names.List(arms.Select(arm => arm.Configuration))
            : string.Join("; ", arms.GroupBy(arm => arm.Scenario).Select(scenario =>
                $"{names.List(scenario.Select(arm => arm.Configuration))} of {ComparisonTable.Heading(scenario.Key, withParameters: true)}"));
    }
}
