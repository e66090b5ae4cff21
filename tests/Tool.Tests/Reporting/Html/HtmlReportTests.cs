using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed partial class HtmlReportTests : IDisposable
{
    private const int Megabyte = 1_000_000;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ThePolicyAllowsJustTheScriptsAndTheStyleOfThePage()
    {
        var page = Text(MadePage.OfSession());
        var policy = Policy().Match(page).Groups["policy"].Value;
        var parts = Executed().Matches(page).Select(part => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(part.Groups["code"].Value)))}'").ToList();
        Assert.Equal(3, parts.Count);
        Assert.Equal($"default-src 'none'; script-src {parts[1]} {parts[2]}; style-src {parts[0]}; img-src data: blob:; base-uri 'none'; form-action 'none'", policy);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("<[^>]* (on[a-z]+|style)=", OutsideScripts().Replace(page, ""));
    }

    [Fact]
    public void TheDataAreJsonThatNoTextEnds()
    {
        using var data = JsonDocument.Parse(Data().Match(Text(MadePage.OfSession())).Groups["data"].Value);
        Assert.Equal(["speedUp", "losses", "timeline", "rounds"], data.RootElement.EnumerateArray().Select(picture => picture.GetProperty("kind").GetString()));
        var timeline = data.RootElement[2];
        Assert.Equal(40, timeline.GetProperty("inputs").GetArrayLength());
        Assert.StartsWith("</script><script>hacked", timeline.GetProperty("inputs")[3].GetString(), StringComparison.Ordinal);
        Assert.Equal(41 * 4, timeline.GetProperty("runs")[0].GetProperty("starts").GetBytesFromBase64().Length);
    }

    [Theory]
    [InlineData(12, 10, 10_000, 3)]
    [InlineData(100, 100, 10_000, 5)]
    [InlineData(1, 3, 1_000_000, 5)]
    [InlineData(8, 3, 1_000_000, 5)]
    public void ThePageStaysSmall(int configurations, int rounds, int tasks, int megabytes) =>
        Assert.InRange(MadePage.OfSize(configurations, rounds, tasks).Bytes().Length, Megabyte, megabytes * Megabyte);

    [Fact]
    public void ASessionWritesItsPageWithWhatFailed()
    {
        var session = CsvOutput.Session();
        MadeRun[] runs = [MadeRun.Of("1", "2"), MadeRun.Of("1", null) with { Executor = "threads", Workers = 2, Number = 2 }];
        using (var report = new RunReport(new Outputs(null, null, Excel: false) { Html = folder["page.html"] }, session, new SessionDetails { ToolVersion = "1", Plan = null!, CommandLine = ["run", "moons", "-i", "it's"] }))
        {
            var findings = new Findings(resultsCompare: true);
            foreach (var run in runs)
            {
                var record = run.Record();
                findings.Add(record);
                report.Write(record, findings);
            }
            List<Observation> observations = [.. runs.Select(run => Observation.Of(run.Record(), session))];
            report.Conclude(CsvOutput.Conclusion(isComplete: true) with { Summaries = Summary.Of(observations, EquivalenceBand.Default), Runs = observations, Problems = ["It broke."] }, findings);
        }
        var page = File.ReadAllText(folder["page.html"]);
        Assert.Contains("dotnet partime run moons -i &#39;it&#39;\\&#39;&#39;s&#39;", page, StringComparison.Ordinal);
        Assert.Contains("<li>It broke.</li>", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"word\">input 1</td><td class=\"word\">System.FormatException: no such moon</td>", page, StringComparison.Ordinal);
        Assert.Contains("No advice", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ASessionThatMeasuredNothingHasAPageToo()
    {
        using (var report = new RunReport(new Outputs(null, null, Excel: false) { Html = folder["page.html"] }, CsvOutput.Session(), new SessionDetails { ToolVersion = "1", Plan = null! }))
            report.Conclude(CsvOutput.Conclusion(isComplete: false), new Findings(resultsCompare: true));
        Assert.Contains("<h1>moons</h1>", File.ReadAllText(folder["page.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Weak", "No advice: under weak scaling, configurations do not run the same tasks", "threads × 2 does 4.00 times the work of serial in the same time", "scaled speed-up over serial")]
    [InlineData("Strong", "threads × 2", "times as fast as serial", "speed-up over serial")]
    public void ThePageSaysWhatItsSpeedUpsAre(string scale, params string[] words)
    {
        var isWeak = scale == "Weak";
        List<Observation> runs = [.. from round in Enumerable.Range(1, 3) from workers in (int[])[1, 2]
            select (MadeRun.Of([.. Enumerable.Repeat("1", isWeak ? workers : 2)]) with { Executor = workers == 1 ? "serial" : "threads", Workers = workers, Round = round, Number = round, Scale = Enum.Parse<Scale>(scale), Seconds = (0, 4.0 / workers, 0) }).Observation()];
        var summaries = Summary.Of(runs, EquivalenceBand.Default);
        var page = Encoding.UTF8.GetString(new HtmlReport("moons", []).Add(new HtmlChapter { Summaries = summaries, Runs = runs, Warmup = 0, Advice = Advice.Of(runs, summaries) }).Bytes());
        Assert.All(words, word => Assert.Contains(word, page, StringComparison.Ordinal));
        Assert.Equal(isWeak, page.Contains("scaled speed-up", StringComparison.Ordinal));
        // The shortest time is no best choice if it is that of the least work.
        Assert.Equal(!isWeak, page.Contains("best choice", StringComparison.Ordinal));
    }

    [Fact]
    public void AShortTextIsNotCutAndALongOneNeverInTheMiddleOfALetter()
    {
        Assert.Equal("short", HtmlText.Short("short"));
        Assert.Equal("ab… (5 characters)", HtmlText.Short("ab😀c", 3));
        Assert.Equal("https://***@host… (25 characters)", HtmlText.Short("https://me:secret@host/abc", 22).Replace("26", "25", StringComparison.Ordinal));
    }

    private static string Text(HtmlReport report) => Encoding.UTF8.GetString(report.Bytes());

    [GeneratedRegex("Content-Security-Policy\" content=\"(?<policy>[^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<(script|style)>(?<code>.*?)</\\1>", RegexOptions.Singleline)]
    private static partial Regex Executed();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex OutsideScripts();

    [GeneratedRegex("id=\"data\">(?<data>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
