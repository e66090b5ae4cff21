using System.Text.Json;

namespace Partime.EndToEnd.Tests;

/// <summary>What is computed from runs: by the session itself, and later from its file alone.</summary>
[Collection(OneInstallation.Name)]
public sealed class SummaryTests(InstalledTool tool) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Runs => folder["runs.csv"];

    private string Summary => folder["summary.csv"];

    public void Dispose() => folder.Dispose();

    [Needs("python3")]
    public async Task AnotherLanguageComputesEveryStatisticOfTheSummaryFromTheRuns()
    {
        foreach (var rounds in (string[])["1", "2", "6"])
        {
            await MeasureAsync(Runs, "--rounds", rounds, "--warmup", "1", "--summary-csv", Summary);
            var recomputed = (await Command.RunAsync(tool.Program(
                "python3", Repository.PathOf("tests/EndToEnd.Tests/recompute_summary.py"), Runs, Summary))).ShouldExitWith(0);
            Assert.Equal("5 configurations, 150 statistics the same\n", recomputed.Output);
        }
    }

    [Fact]
    public async Task AReportFromTheFileAloneSaysTheSameAsTheSession()
    {
        await MeasureAsync(Runs, "--rounds", "3", "--summary-csv", Summary, "--markdown", folder["session.md"], "--json", folder["session.json"]);
        var report = (await tool.RunAsync("report", Runs, "--summary-csv", folder["again.csv"], "--markdown", folder["again.md"], "--json", folder["again.json"])).ShouldExitWith(0);

        Assert.Equal(File.ReadAllText(Summary), File.ReadAllText(folder["again.csv"]));
        Assert.Contains("sum-squares: 400 tasks, medians of 3 rounds, no warm-up", report.Output, StringComparison.Ordinal);
        Assert.Contains("### sum-squares: 400 tasks", File.ReadAllText(folder["again.md"]), StringComparison.Ordinal);
        Assert.StartsWith(File.ReadLines(folder["session.md"]).First(), File.ReadAllText(folder["again.md"]), StringComparison.Ordinal);
        Assert.Equal(SummaryOf(folder["session.json"]), SummaryOf(folder["again.json"]));
    }

    [Fact]
    public async Task AReportReadsStandardInput()
    {
        await MeasureAsync(Runs, "--rounds", "1", "--excel");
        var report = (await Command.RunAsync(tool.Line("report", "-", "--summary-csv", "-") with { Input = File.ReadAllText(Runs) })).ShouldExitWith(0);
        Assert.Equal(["serial", "threads", "threads", "async", "async"], Csv.Parse(report.Output).Select(row => row["executor"]));
        Assert.Contains("sum-squares: 400 tasks, 1 round", report.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReportNeverOverwritesWhatItReads()
    {
        await MeasureAsync(Runs, "--rounds", "1");
        var before = File.ReadAllText(Runs);
        var report = (await tool.RunAsync("report", Runs, "--summary-csv", Runs)).ShouldExitWith(1);
        Assert.Contains("is read and would be overwritten", report.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Runs));
    }

    [Fact]
    public async Task AComparisonWithItselfClaimsNothing()
    {
        await MeasureAsync(Runs, "--rounds", "4");
        var same = (await tool.RunAsync("compare", Runs, Runs, "--fail-on", "0%", "--csv", "-")).ShouldExitWith(0);
        var rows = Csv.Parse(same.Output);
        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(("1", "no difference shown"), (row["ratio"], row["verdict"])));
        Assert.Contains("all 5 true ratios", same.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Not the same", same.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsSlowerForSureFailsTheComparison()
    {
        foreach (var (file, seconds) in new[] { ("fast.csv", "0.005"), ("slow.csv", "0.05") })
            await tool.RunAsync("run", "sleep", "-i", seconds, "-e", "serial", "--rounds", "5", "--csv", folder[file], "-q");
        var slower = (await tool.RunAsync("compare", folder["fast.csv"], folder["slow.csv"], "--fail-on", "5%")).ShouldExitWith(4);
        Assert.Contains("slower", slower.Output, StringComparison.Ordinal);
        Assert.Contains("by more than 5%: serial.", slower.Error, StringComparison.Ordinal);
        Assert.Contains("other inputs", slower.Error, StringComparison.Ordinal);
        (await tool.RunAsync("compare", folder["slow.csv"], folder["fast.csv"], "--fail-on", "5%")).ShouldExitWith(0);
    }

    [Fact]
    public async Task FilesWithNothingInCommonAreNotCompared()
    {
        await MeasureAsync(Runs, "--rounds", "1");
        (await tool.RunAsync("run", "sleep", "-i", "0", "-e", "serial", "--rounds", "1", "--csv", folder["sleep.csv"], "-q")).ShouldExitWith(0);
        var compared = (await tool.RunAsync("compare", Runs, folder["sleep.csv"])).ShouldExitWith(1);
        Assert.Contains("have no configuration in common", compared.Error, StringComparison.Ordinal);
    }

    private async Task MeasureAsync(string path, params string[] more) =>
        (await tool.RunAsync(["run", "sum-squares", "-i", "0..400", "-e", "serial,threads,async", "-w", "1,2", "--csv", path, "-q", .. more])).ShouldExitWith(0);

    private static string SummaryOf(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return string.Join('\n', document.RootElement.GetProperty("summary").EnumerateArray().Select(row => string.Join(',', row.EnumerateObject().Select(field => $"{field.Name}={field.Value}"))));
    }
}
