using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What went wrong, a sentence each.</summary>
internal static class FindingsText
{
    public static IEnumerable<string> Of(Findings findings) => [.. Failures(findings), .. Remarks(findings), .. Disagreements(findings)];

    public static IEnumerable<string> Failures(Findings findings)
    {
        foreach (var failure in findings.Failures.DistinctBy(failure => failure.Configuration))
        {
            var label = Label.Of(failure.Configuration);
            if (failure.RunError is { } error)
                yield return $"{label} failed: {error}";
            else
                yield return $"{label}: {Readable.Count(failure.Failed)} of {Readable.Tasks(failure.Tasks)} {(failure.Failed == 1 ? "has" : "have")} no result, the first being task "
                    + $"{failure.FirstInput?.Index} with input '{failure.FirstInput?.Text}': {failure.FirstFault?.Type}: {failure.FirstFault?.Message}";
        }
    }

    public static IEnumerable<string> Remarks(Findings findings) => About(findings.Remarks);

    /// <summary>Nothing went wrong there: not for those who only want to hear of that.</summary>
    public static IEnumerable<string> Doubts(Findings findings) => About(findings.Doubts);

    /// <summary>One of each kind, for whoever wants to know of the machine and not of the runs.</summary>
    public static IEnumerable<string> KindsOfDoubt(Findings findings) => About(findings.Doubts.DistinctBy(doubt => Findings.KindOf(doubt.Doubt)));

    private static IEnumerable<string> About(IEnumerable<(Configuration Configuration, string Text)> remarks)
    {
        foreach (var (configuration, text) in remarks.Distinct())
            yield return $"{Label.Of(configuration)}: {text}";
    }

    public static IEnumerable<string> Disagreements(Findings findings)
    {
        if (findings.FormerlyDiffering is var (one, other))
            yield return $"{Label.Of(other)} and {Label.Of(one)} disagreed on their results already before the session was continued.";
        if (findings.Changed is var (former, now))
            yield return $"{Label.Of(now)} and {Label.Of(former)}, which ran before the session was continued, disagree on their results: the workload, or what it reads, has changed in between.";
        foreach (var different in findings.Disagreements.DistinctBy(different => (different.Reference, different.Other)))
        {
            var inputs = string.Join(", ", different.Examples.Select(item => $"{item.Index} (input '{item.Text}')"));
            var more = different.Differing > different.Examples.Count ? ", …" : "";
            yield return $"{Label.Of(different.Other)} and {Label.Of(different.Reference)} disagree on the results of "
                + $"{Readable.Count(different.Differing)} of {Readable.Tasks(different.Tasks)}: {inputs}{more}. "
                + "Either an executor spoils them, or the results change from call to call, as a page with a clock in it does.";
        }
    }
}
