using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Partime.Tool.Measurement;

namespace Partime.Bench;

/// <summary>The results of one run of all benches that have peers, as a page.</summary>
internal static partial class ResultsPage
{
    /// <summary>Each with the words that make it tell its version.</summary>
    private static readonly string[][] Programs =
        [["dotnet", "--version"], ["python3", "--version"], ["parallel", "--version"], ["xargs", "--version"], ["hyperfine", "--version"], ["nginx", "-v"], ["ab", "-V"], ["wrk", "-v"]];

    private static readonly string[] Packages = ["joblib", "requests", "aiohttp", "distributed"];

    public static string Path => System.IO.Path.Combine(PublishedTool.Repository, "bench", "RESULTS.md");

    public static string TextOf(IReadOnlyList<Result> results, IEnumerable<string> benches, DateTime startedUtc, string loadBefore)
    {
        var page = new StringBuilder();
        var goals = results.Where(result => result.Max is not null && result.Missing is null).ToList();
        page.Append(CultureInfo.InvariantCulture, $"""
            # partime beside its peers

            Made by `dotnet run -c Release --project bench -- peers` on {startedUtc:yyyy-MM-dd HH:mm} UTC, in {(DateTime.UtcNow - startedUtc).TotalMinutes:F0} minutes. Load before: {loadBefore}.
            Machine: {Machine.Read().Line}.
            Versions: {string.Join(", ", Versions())}.

            What has the same measure is measured in turn, in rounds whose order changes. A ratio is the median of the rounds, partime / the other, with its 95% confidence interval:
            below 1, partime takes less. *Limit*: nothing does the same in less time, or hardly anything.

            **{goals.Count(goal => goal.IsMet is true)} of {goals.Count} goals are met**{Listed("; missed", goals, false)}{Listed("; inconclusive, as the interval holds the goal", goals, null)}.

            """);
        foreach (var bench in benches)
            Append(page, bench, [.. results.Where(result => result.Bench == bench && result.Missing is null)]);
        page.Append("\n## Not measured\n\n");
        foreach (var missing in results.Where(result => result.Missing is not null))
            page.Append(CultureInfo.InvariantCulture, $"- {missing.What}{(missing.Peer.Length == 0 ? "" : $" / {missing.Peer}")}: {missing.Missing}\n");
        page.Append("- oha and bombardier: Debian has no package of them\n");
        return page.ToString();
    }

    private static void Append(StringBuilder page, string bench, List<Result> results)
    {
        if (results.Count == 0)
            return;
        page.Append(CultureInfo.InvariantCulture, $"\n## {bench}\n\n| measure | partime | beside | | ratio | 95% interval | goal | |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var result in results)
            page.Append(CultureInfo.InvariantCulture,
                $"| {result.What} | {result.Ours} | {(result.IsLimit ? "*limit:* " : "")}{result.Peer} | {result.Theirs} | {Ratio(result.Median)} | {Ratio(result.Low)}–{Ratio(result.High)} | {(result.Max is { } max ? $"≤ {Ratio(max)}" : "")} | {result.Verdict} |\n");
    }

    /// <summary>Of small ones, the reciprocal is easier to read.</summary>
    private static string Ratio(double ratio) => ratio is > 0 and < 0.02 ? $"1/{1 / ratio:N0}" : $"{ratio:G3}";

    private static string Listed(string title, List<Result> goals, bool? isMet) =>
        goals.Where(goal => goal.IsMet == isMet).Select(goal => goal.Peer.Length == 0 ? goal.What : $"{goal.What} / {goal.Peer}").ToList() is { Count: > 0 } names ? $"{title}: {string.Join(" · ", names)}" : "";

    private static IEnumerable<string> Versions()
    {
        foreach (var words in Programs)
            if (BenchRun.PathOf(words[0]) is { } path)
                yield return $"{words[0]} {VersionOf(words[0] == "python3" ? Python.OfSystem : path, words[1..])}";
        foreach (var package in Packages)
            if (VersionOf(Python.OfSystem, "-c", $"import importlib.util as u, importlib.metadata as m; print(m.version('{package}') if u.find_spec('{package}') else '')") is { Length: > 0 } version)
                yield return $"{package} {version}";
    }

    /// <summary>The first that begins with a digit.</summary>
    private static string VersionOf(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return Version().Match(output).Value;
    }

    [GeneratedRegex(@"\d[\w.+-]*")]
    private static partial Regex Version();
}
