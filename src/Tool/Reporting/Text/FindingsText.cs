using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What went wrong, a sentence each. Secrets of addresses are hidden, because these sentences are pasted into issues.</summary>
internal static class FindingsText
{
    public static IEnumerable<string> Of(Findings findings, ConfigurationNames names) =>
        [.. Failures(findings, names), .. Remarks(findings, names), .. Disagreements(findings, names), .. findings.EndFaults.Select(Secrets.HideIn)];

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
            yield return $"{(different.Other == different.Reference ? $"{names.Of(different.Other)} disagrees with itself" : $"{names.Of(different.Other)} and {names.Of(different.Reference)} disagree")} on {What(different)}. "
                + "Either an executor corrupts results, or the workload returns different results for the same input.";
        foreach (var pair in findings.VariantDisagreements.GroupBy(different => new { One = Math.Min(different.Reference.Variant, different.Other.Variant), Other = Math.Max(different.Reference.Variant, different.Other.Variant) }))
            yield return $"The variants {names.OfVariant(pair.Key.One)} and {names.OfVariant(pair.Key.Other)} disagree on {What(pair.MaxBy(different => different.Differing)!)}.";
    }

    /// <summary>The tasks, as far as they are known.</summary>
    private static string What(Disagreement different) => different.Differing == 0 ? "their results"
        : $"the results of {Readable.Count(different.Differing)} of {Readable.Tasks(different.Tasks)}: "
            + $"{string.Join(", ", different.Examples.Select(item => $"{item.Index} (input '{Shown(item.Text)}')"))}{(different.Differing > different.Examples.Count ? ", …" : "")}";

    private static string Shown(string? text) => Secrets.HideIn(text ?? "");
}
