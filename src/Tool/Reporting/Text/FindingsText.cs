using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What went wrong, a sentence each. Secrets of addresses are hidden, because these sentences are pasted into issues.</summary>
internal static class FindingsText
{
    /// <summary>In characters.</summary>
    private const int MaxInput = 200;

    /// <summary>A workload that has it lets its users say whether results may differ.</summary>
    private const string DeterministicOption = "deterministic";

    /// <param name="findings">What is told.</param>
    /// <param name="names">The names of configurations.</param>
    /// <param name="info">The session, if the workload is not partime's own.</param>
    public static IEnumerable<string> Of(Findings findings, ConfigurationNames names, SessionInfo? info = null) =>
        [.. Failures(findings, names), .. Remarks(findings, names), .. Disagreements(findings, names), .. findings.Disagreements is [var first, ..] ? (string[])[UsualCause(info?.Of(first.Other))] : [], .. findings.EndFaults.Select(fault => Secrets.HideIn(fault.Text))];

    private static string UsualCause(SessionInfo? info) => "Mostly tasks change something that outlives them, such as a field of the workload or what a worker has of its own. "
        + $"If results may differ, {(info?.ValueOf(DeterministicOption) is null ? "set Deterministic = false on the workload" : $"add the setting {DeterministicOption}=false")}. If neither is so, an executor is at fault.";

    public static IEnumerable<string> Failures(Findings findings, ConfigurationNames names)
    {
        foreach (var failure in findings.Failures.DistinctBy(failure => failure.Configuration))
        {
            var label = names.Of(failure.Configuration);
            if (failure.RunError is { } error)
                yield return $"{label} failed: {Secrets.HideIn(error)}";
            else
                yield return $"{label}: {Readable.Count(failure.Failed)} of {Readable.Tasks(failure.Tasks)} {(failure.Failed == 1 ? "has" : "have")} no result. The first is task "
                    + $"{failure.FirstInput?.Index} with input '{Input(failure.FirstInput)}': {Label.Of(failure.FirstFault?.Type, Shown(failure.FirstFault?.Message))}";
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
        foreach (var pair in findings.VariantDisagreements.GroupBy(different => new { One = Math.Min(different.Reference.Variant, different.Other.Variant), Other = Math.Max(different.Reference.Variant, different.Other.Variant) }))
            yield return $"The variants {names.OfVariant(pair.Key.One)} and {names.OfVariant(pair.Key.Other)} disagree on {What(pair.MaxBy(different => different.Differing)!, configuration => names.OfVariant(configuration.Variant))}.";
    }

    private static string SentenceOf(Disagreement different, ConfigurationNames names)
    {
        var isItself = different.Other == different.Reference;
        return $"{names.Of(different.Other)} {(isItself ? "disagrees with itself" : $"and {names.Of(different.Reference)} disagree")} on {What(different, configuration => isItself ? "" : names.Of(configuration))}.";
    }

    /// <summary>The tasks with their results, as far as they are known.</summary>
    /// <param name="different">What differs.</param>
    /// <param name="nameOf">Names a side; empty for the one that disagrees with itself.</param>
    private static string What(Disagreement different, Func<Configuration, string> nameOf)
    {
        if (different.Differing == 0)
            return "their results";
        var (one, other) = nameOf(different.Other) is { Length: > 0 } name ? (nameOf(different.Reference), name) : ("first", "then");
        var examples = string.Join("; ", different.Examples.Select(task => $"task {task.Item.Index} (input '{Input(task.Item)}'): {ResultsOf(task, one, other)}"));
        return $"the results of {Readable.Count(different.Differing)} of {Readable.Tasks(different.Tasks)}: {examples}{(different.Differing > different.Examples.Count ? "; …" : "")}";
    }

    private static string ResultsOf(DifferingTask task, string one, string other) =>
        task.Reference is null ? $"{other} {Quoted(task.Other)}"
            : task.Reference == task.Other ? $"both {Quoted(task.Other)}, but not in the middle"
            : $"{one} {Quoted(task.Reference)}, {other} {Quoted(task.Other)}";

    /// <summary>A number needs no quotes.</summary>
    private static string Quoted(string result) => double.TryParse(result.Replace('…', '0'), CultureInfo.InvariantCulture, out _) ? result : $"'{Shown(result)}'";

    /// <summary>Its start, if it is long.</summary>
    private static string Input(WorkItem? item) => HtmlText.Short(Shown(item?.Shown()), MaxInput);

    private static string Shown(string? text) => Secrets.HideIn(text ?? "");
}
