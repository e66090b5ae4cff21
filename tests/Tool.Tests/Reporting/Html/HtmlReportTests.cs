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
        Assert.Equal(41, timeline.GetProperty("runs")[0].GetProperty("counts").EnumerateArray().Sum(count => count.GetInt32()));
    }

    [Fact]
    public void TheNoticeNamesThePackageOfTheChartsAndEveryCopyrightInIt()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var version = ChartsVersion().Match(Repository.Text("Directory.Packages.props")).Groups["version"].Value;
        var package = Path.Combine(packages, "vizor.echarts", version);
        var (notice, bundle) = (Repository.Text("NOTICE"), File.ReadAllText(Path.Combine(package, "staticwebassets", "js", "vizor-echarts-bundle.js")));
        // What is embedded has no comments, and the same with them lies beside it.
        var holders = Copyright().Matches(bundle).Select(match => match.Groups["holder"].Value).Distinct().ToList();
        Assert.Equal(["Baidu Inc.", "Microsoft Corporation."], holders.Order());
        Assert.All(holders, holder => Assert.Contains(holder, notice, StringComparison.Ordinal));
        Assert.Contains($"Apache ECharts {EChartsVersion().Match(bundle).Groups["version"].Value}, Copyright 2017-2025 The Apache", notice, StringComparison.Ordinal);
        Assert.Contains("Copyright © DataHint BV - 2023-2026", File.ReadAllText(Path.Combine(package, "vizor.echarts.nuspec")), StringComparison.Ordinal);
        Assert.Contains("Copyright DataHint BV 2023-2026.", notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, 10, 10_000, 3)]
    [InlineData(100, 100, 10_000, 5)]
    [InlineData(1, 1, 1_000_000, 5)]
    [InlineData(4, 1, 1_000_000, 5)]
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
    public void WhatWasMeasuredInNoRoundWithTheBaselineIsShownByItsMedian()
    {
        List<Observation> runs = [RunOf("serial", 1, 1, 4), RunOf("threads", 2, 1, 2), RunOf("threads", 4, 2, 1), RunOf("threads", 4, 3, 1)];
        var summaries = Summary.Of(runs, EquivalenceBand.Default);
        var page = Text(new HtmlReport("moons", []).Add(new HtmlChapter { Summaries = summaries, Runs = runs, Warmup = 0, Advice = Advice.Of(runs, summaries) }));
        Assert.Contains("threads × 4 is 4.00 times as fast as serial: 100% of the ideal for 4 workers.", page, StringComparison.Ordinal);
        Assert.Contains("<dt>times as fast as serial</dt>\n<dd>4.00</dd>", page, StringComparison.Ordinal);
        Assert.Contains("it is the ratio of the medians", page, StringComparison.Ordinal);
        Assert.Contains("\"from different rounds\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePicturesSpeakOfWhatTheAdviceChooses()
    {
        List<Observation> runs = [.. from round in Enumerable.Range(1, 3) from run in (Observation[])[RunOf("serial", 1, round, 4), RunOf("threads", 2, round, 2.02), RunOf("threads", 4, round, 2)] select run];
        var summaries = Summary.Of(runs, EquivalenceBand.Default);
        var advice = Advice.Of(runs, summaries)!;
        Assert.Equal(2, advice.Chosen.Configuration.Workers);
        var page = Text(new HtmlReport("moons", []).Add(new HtmlChapter { Summaries = summaries, Runs = runs, Warmup = 0, Advice = advice with { Within = 0 } }));
        Assert.Contains("threads × 2 is 1.98 times as fast as serial", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereEverythingFailedNothingIsCalledTheBest()
    {
        List<Observation> runs = [(MadeRun.Of("1", null) with { Executor = "serial" }).Observation(), (MadeRun.Of("1", null) with { Executor = "threads", Workers = 2, Number = 2 }).Observation()];
        var page = Text(new HtmlReport("moons", []).Add(new HtmlChapter { Summaries = Summary.Of(runs, EquivalenceBand.Default), Runs = runs, Warmup = 0 }));
        Assert.Contains("No advice: no two configurations ran all of their tasks.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("best choice", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"best\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereTheClockSawNoTimeThereIsNoAdvice()
    {
        List<Observation> runs = [RunOf("serial", 1, 1, 0), RunOf("threads", 2, 1, 2)];
        Assert.StartsWith("the clock saw no time pass", AdviceText.WhyNone(Summary.Of(runs, EquivalenceBand.Default), isBudgetSpent: false, isComplete: true), StringComparison.Ordinal);
    }

    [Fact]
    public void OfManySentencesTheFirstOnesAreSeenAtOnce()
    {
        var html = new HtmlText();
        html.Remarks("Good to know", [.. Enumerable.Range(1, 12).Select(number => $"Sentence {number}.")]);
        Assert.Contains("<li>Sentence 8.</li>\n</ul>\n<details><summary>4 more</summary>\n<ul class=\"remarks\">\n<li>Sentence 9.</li>", html.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AShortTextIsNotCutAndALongOneNeverInTheMiddleOfALetter()
    {
        Assert.Equal("short", HtmlText.Short("short"));
        Assert.Equal("ab… (5 characters)", HtmlText.Short("ab😀c", 3));
        Assert.Equal("https://***@host… (25 characters)", HtmlText.Short("https://me:secret@host/abc", 22).Replace("26", "25", StringComparison.Ordinal));
    }

    private static Observation RunOf(string executor, int workers, int round, double seconds) => (new MadeRun
    {
        Executor = executor,
        Workers = workers,
        Round = round,
        Number = (10 * round) + workers,
        Seconds = (0, seconds, 0),
        Tasks = [.. Enumerable.Range(0, 8).Select(task => new MadeTask("1", WorkResult.Of("1")) { Worker = task % workers })],
    }).Observation();

    private static string Text(HtmlReport report) => Encoding.UTF8.GetString(report.Bytes());

    [GeneratedRegex("<EChartsPackageVersion>(?<version>[^<]*)<")]
    private static partial Regex ChartsVersion();

    [GeneratedRegex("t\\.version=\"(?<version>[0-9.]+)\"")]
    private static partial Regex EChartsVersion();

    [GeneratedRegex("Copyright \\(c\\) ([0-9]+, )?(?<holder>[^\\r\\n]*)")]
    private static partial Regex Copyright();

    [GeneratedRegex("Content-Security-Policy\" content=\"(?<policy>[^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<(script|style)>(?<code>.*?)</\\1>", RegexOptions.Singleline)]
    private static partial Regex Executed();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex OutsideScripts();

    [GeneratedRegex("id=\"data\">(?<data>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
