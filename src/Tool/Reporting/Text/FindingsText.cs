using System.Globalization;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What went wrong, a sentence each. Secrets of addresses are hidden, because these sentences are pasted into issues.</summary>
internal static class FindingsText
{
    public static IEnumerable<string> Of(Findings findings, ConfigurationNames names) =>
        [.. Failures(findings, names), .. Remarks(findings, names), .. Disagreements(findings, names), .. findings.EndFaults.Select(fault => Secrets.HideIn(fault.Text))];

    public static IEnumerable<string> Failures(Findings findings, ConfigurationNames names)
    {
        foreach (var failure in findings.Failures.DistinctBy(failure => failure.Configuration))
        {
            var label = names.Of(failure.Configuration);
            if (failure.RunError is { } error)
                yield return $"{label} failed: {Secrets.HideIn(error)}";
            else
                yield return $"{label}: {Readable.Count(failure.Failed)} of {Readable.Tasks(failure.Tasks)} {(failure.Failed == 1 ? "has" : "have")} no result. The first is task "
                    + $"{failure.FirstInput?.Index} with input '{Shown(failure.FirstInput?.Text)}': {failure.FirstFault?.Type}: {Shown(failure.FirstFault?.Message)}";
        }
    }

    public static IEnumerable<string> Remarks(Findings findings, ConfigurationNames names) =>
        findings.Remarks.Distinct().Select(remark => $"{names.Of(remark.Configuration)}: {Secrets.HideIn(remark.Text)}");

    public static IEnumerable<string> Disagreements(Findings findings, ConfigurationNames names)
    {
        if (findings.FormerlyDiffering is var (one, other))
            yield return $"{names.Of(other)} and {names.Of(one)} already disagreed on their results before the session continued.";
        if (findings.Changed is var (former, now))
            yield return $"{names.Of(now)} and {names.Of(former)}, which ran before the session continued, disagree on their results: the workload or its data has changed since.";
        foreach (var different in findings.Disagreements.DistinctBy(different => new { different.Reference, different.Other }))
            yield return SentenceOf(different, names);
    }

    private static string SentenceOf(Disagreement different, ConfigurationNames names)
    {
        var isItself = different.Other == different.Reference;
        var (one, other) = isItself ? ("first", "then") : (names.Of(different.Reference), names.Of(different.Other));
        var examples = string.Join("; ", different.Examples.Select(task => $"task {task.Item.Index} (input '{Shown(task.Item.Text)}'): {ResultsOf(task, one, other)}"));
        return $"{names.Of(different.Other)} {(isItself ? "disagrees with itself" : $"and {names.Of(different.Reference)} disagree")} on the results of {Readable.Count(different.Differing)} of {Readable.Tasks(different.Tasks)}: "
            + $"{examples}{(different.Differing > different.Examples.Count ? "; …" : "")}. "
            + "Mostly tasks change something that they share, as a static field. If results may differ, set Deterministic = false on the workload. Otherwise an executor corrupts them.";
    }

    private static string ResultsOf(DifferingTask task, string one, string other) =>
        task.Reference is null ? $"{other} {Quoted(task.Other)}"
            : task.Reference == task.Other ? $"both {Quoted(task.Other)}, but not in the middle"
            : $"{one} {Quoted(task.Reference)}, {other} {Quoted(task.Other)}";

    /// <summary>A number needs no quotes.</summary>
    private static string Quoted(string result) => double.TryParse(result.Replace('…', '0'), CultureInfo.InvariantCulture, out _) ? result : $"'{Shown(result)}'";

    private static string Shown(string? text) => Secrets.HideIn(text ?? "");
}
