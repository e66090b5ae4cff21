using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>What makes a comparison doubtful, a sentence each.</summary>
internal static class ComparisonRemarks
{
    public static IEnumerable<string> Of(RunsFile baseline, RunsFile @new, Pairing pairing)
    {
        foreach (var file in (RunsFile[])[baseline, @new])
        {
            if (file.Remark is not null)
                yield return file.Remark;
            foreach (var sentence in RunRemarks.OfFile(Arm.AllOf(file.Runs)))
                yield return $"{file.Name}: {sentence}";
        }
        var shared = baseline.Sessions.Select(session => session.Id).Intersect(@new.Sessions.Select(session => session.Id)).ToList();
        if (shared.Count > 0)
            yield return $"Both files contain and so compare with itself: session {string.Join(", ", shared)}.";
        foreach (var sentence in Origins(baseline, @new).Concat(Changes(pairing)))
            yield return sentence;
        var names = new ArmNames(pairing.Arms);
        if (pairing.OnlyBaseline.Count > 0)
            yield return $"Only in {baseline.Name}: {names.List(pairing.OnlyBaseline)}.";
        if (pairing.OnlyNew.Count > 0)
            yield return $"Only in {@new.Name}: {names.List(pairing.OnlyNew)}.";
        if (pairing.Doubtful.Count > 0)
            yield return $"Not compared, because rounds failed or none is complete: {names.List(pairing.Doubtful)}.";
    }

    private static IEnumerable<string> Origins(RunsFile baseline, RunsFile @new)
    {
        if (Difference(baseline, @new, session => [session.Machine]) is var (before, now))
            yield return MachineText.AreSettingsOfOne([before, now])
                ? $"Different settings of one machine: {baseline.Name} is from {MachineText.Apart(before, now)}, {@new.Name} from {MachineText.Apart(now, before)}."
                : $"Different machines: {baseline.Name} is from {before}, {@new.Name} from {now}.";
        if (Difference(baseline, @new, session => session.Plugins) is var (older, newer))
            yield return $"Different code: {baseline.Name} ran {older}, {@new.Name} ran {newer}.";
    }

    /// <summary>What each file has and the other does not; <see langword="null"/> if one of them does not tell.</summary>
    private static (string Baseline, string New)? Difference(RunsFile baseline, RunsFile @new, Func<SessionInfo, IEnumerable<string>> of)
    {
        var (before, now) = (All(baseline), All(@new));
        return before.Count == 0 || now.Count == 0 || before.SetEquals(now) ? null : (Text(before.Except(now)), Text(now.Except(before)));

        HashSet<string> All(RunsFile file) => [.. file.Sessions.SelectMany(of).Where(text => text.Length > 0)];

        string Text(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } text ? text : "nothing else";
    }

    /// <summary>Between configurations that are compared although they ran different work.</summary>
    private static IEnumerable<string> Changes(Pairing pairing)
    {
        var changes =
            from pair in pairing.Pairs
            from change in Changes(pair.Baseline, pair.New)
            select change;
        var text = string.Join("; ", changes.Distinct());
        if (text.Length > 0)
            yield return $"Different work: {text}.";
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
}
