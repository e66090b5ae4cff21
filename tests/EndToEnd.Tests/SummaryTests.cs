using System.Text.Json;

namespace Partime.EndToEnd.Tests;

/// <summary>What is computed from runs: by the session itself, and later from its file alone.</summary>
public sealed class SummaryTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
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
            await MeasureAsync(Runs, "--rounds", rounds, "--warmup", "1", "--chunk-size", "1,50", "--baseline", "threads x 2", "--summary-csv", Summary);
            var recomputed = (await Command.RunAsync(tool.Program(
                "python3", Repository.PathOf("tests/EndToEnd.Tests/recompute_summary.py"), Runs, Summary))).ShouldExitWith(0);
            Assert.Equal("10 configurations, 500 statistics the same\n", recomputed.Output);
        }
    }

    [Fact]
    public async Task AReportFromTheFileAloneSaysTheSameAsTheSession()
    {
        await MeasureAsync(Runs, "--rounds", "3", "--baseline", "threads", "--summary-csv", Summary, "--markdown", folder["session.md"], "--json", folder["session.json"]);
        var report = (await tool.RunAsync("report", Runs, "--baseline", "threads", "--summary-csv", folder["again.csv"], "--markdown", folder["again.md"], "--json", folder["again.json"])).ShouldExitWith(0);

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
        var report = (await Command.RunAsync(tool.Line("report", "-", "--summary-csv", "-", "--excel") with { Input = File.ReadAllText(Runs) })).ShouldExitWith(0);
        Assert.Equal(["serial", "threads", "threads", "async", "async"], Csv.Parse(report.Output).Select(row => row["executor"]));
        Assert.Equal(6, report.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
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
        // Its intervals cannot end at a ratio of 1 or below, so it cannot exclude a slow-down either.
        var same = (await tool.RunAsync("compare", Runs, Runs, "--fail-on", "0%", "--band", "0%", "--csv", "-")).ShouldExitWith(5);
        var rows = Csv.Parse(same.Output);
        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(("1", "no difference shown"), (row["ratio"], row["verdict"])));
        Assert.Contains("so all 5 contain their true ratios", same.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Not the same", same.Error, StringComparison.Ordinal);
        Assert.Contains($"may be slower than {Runs} by up to ", same.Error, StringComparison.Ordinal);
        (await tool.RunAsync("compare", Runs, Runs, "--fail-on", "0%", "--band", "0%", "--allow-inconclusive")).ShouldExitWith(0);
    }

    [Theory]
    [InlineData("0,0", "3", "serial,threads", "--fail-on judges only the same work")]
    [InlineData("0", "2", "serial,threads", "--fail-on cannot judge serial, threads: both files need 3 rounds")]
    [InlineData("0", "3", "serial", "--fail-on cannot judge threads: both files need 3 rounds")]
    public async Task AGateThatCannotTellStaysShut(string inputs, string rounds, string executors, string sentence)
    {
        (await MeasureAsync("0", "3", "serial,threads", folder["baseline.csv"])).ShouldExitWith(0);
        (await MeasureAsync(inputs, rounds, executors, folder["new.csv"])).ShouldExitWith(0);
        await ShouldStayShutAsync(sentence);

        Task<CommandResult> MeasureAsync(string inputs, string rounds, string executors, string file) =>
            tool.RunAsync("run", "sleep", "-i", inputs, "-e", executors, "-w", "1", "--rounds", rounds, "--csv", file, "-q");
    }

    [Fact]
    public async Task AGateOverFailuresStaysShut()
    {
        foreach (var file in (string[])["baseline.csv", "new.csv"])
        {
            string[] line = ["run", "failing", "--plugin", Repository.TestPlugin("Failing"), "-w", "1", "--rounds", "3", "--csv", folder[file], "--append", "-q"];
            (await tool.RunAsync([.. line, "-i", "1", "-e", "serial"])).ShouldExitWith(0);
            (await tool.RunAsync([.. line, "-i", "3", "-e", "threads"])).ShouldExitWith(2);
        }
        await ShouldStayShutAsync("--fail-on cannot judge threads: both files need 3 rounds without failures");
    }

    [Fact]
    public async Task FilesOfAnotherWorkloadAreNotCompared()
    {
        await MeasureAsync(Runs, "--rounds", "1");
        (await tool.RunAsync("run", "sleep", "-i", "0", "-e", "serial", "--rounds", "1", "--csv", folder["sleep.csv"], "-q")).ShouldExitWith(0);
        var compared = (await tool.RunAsync("compare", Runs, folder["sleep.csv"])).ShouldExitWith(1);
        Assert.Contains($"{Runs} is of sum-squares and {folder["sleep.csv"]} of sleep", compared.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesWithNothingInCommonAreNotCompared()
    {
        await MeasureAsync(Runs, "--rounds", "1");
        (await tool.RunAsync("run", "sum-squares", "-i", "0..400", "-e", "thread-pool", "-w", "1", "--rounds", "1", "--csv", folder["other.csv"], "-q")).ShouldExitWith(0);
        var compared = (await tool.RunAsync("compare", Runs, folder["other.csv"])).ShouldExitWith(1);
        Assert.Contains("have no configuration in common", compared.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChunksOfSeveralSizesAreToldApartInEverySentence()
    {
        (await tool.RunAsync("run", "sum-squares", "-i", "0..400", "-e", "threads", "-w", "2", "--chunk-size", "1,50", "--rounds", "1", "--csv", Runs, "-q")).ShouldExitWith(0);
        (await tool.RunAsync("run", "sum-squares", "-i", "0..400", "-e", "threads", "-w", "2", "--chunk-size", "1", "--rounds", "1", "--csv", folder["one.csv"], "-q")).ShouldExitWith(0);
        var compared = (await tool.RunAsync("compare", Runs, folder["one.csv"])).ShouldExitWith(0);
        Assert.Contains("threads/1 ", compared.Output, StringComparison.Ordinal);
        Assert.Contains($"Only in {Runs}: threads/50 × 2.", compared.Error, StringComparison.Ordinal);
    }

    private async Task ShouldStayShutAsync(string sentence)
    {
        var gate = (await tool.RunAsync("compare", folder["baseline.csv"], folder["new.csv"], "--fail-on", "5%")).ShouldExitWith(1);
        Assert.Contains(sentence, gate.Error, StringComparison.Ordinal);
        Assert.Contains("serial", gate.Output, StringComparison.Ordinal);
    }

    private async Task MeasureAsync(string path, params string[] more) =>
        (await tool.RunAsync(["run", "sum-squares", "-i", "0..400", "-e", "serial,threads,async", "-w", "1,2", "--csv", path, "-q", .. more])).ShouldExitWith(0);

    private static string SummaryOf(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return string.Join('\n', document.RootElement.GetProperty("summary").EnumerateArray().Select(row => string.Join(',', row.EnumerateObject().Select(field => $"{field.Name}={field.Value}"))));
    }
}
