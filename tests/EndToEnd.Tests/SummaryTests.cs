namespace Partime.EndToEnd.Tests;

/// <summary>What is computed from runs, in the hands of others. ReportCommandTests and ComparedSessionsTests go on in one process.</summary>
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
            Assert.Equal("10 configurations, 520 statistics the same\n", recomputed.Output);
        }
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

    private async Task MeasureAsync(string path, params string[] more) =>
        (await tool.RunAsync(["run", "sum-squares", "-i", "0..400", "-e", "serial,threads,async", "-w", "1,2", "--csv", path, "-q", .. more])).ShouldExitWith(0);
}
