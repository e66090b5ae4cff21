namespace Partime.EndToEnd.Tests;

public sealed class AppendTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string RunsCsv => folder["runs.csv"];

    [Fact]
    public async Task ASecondSessionGoesBehindTheFirstUnderOneHeader()
    {
        await RunAsync();
        var first = File.ReadAllText(RunsCsv);
        var tasks = File.ReadAllText(folder["tasks.csv"]);
        await RunAsync();

        Assert.StartsWith(first, File.ReadAllText(RunsCsv), StringComparison.Ordinal);
        Assert.StartsWith(tasks, File.ReadAllText(folder["tasks.csv"]), StringComparison.Ordinal);
        var rows = Rows();
        Assert.Equal(8, rows.Count);
        Assert.Equal([4, 4], rows.CountBy(row => row["session"]).Select(session => session.Value));
        Assert.Equal(8, Csv.Parse(File.ReadAllText(folder["tasks.csv"])).Count);

        // Both count in the report, as rounds of their own.
        var report = Csv.Parse((await tool.RunAsync("report", RunsCsv, "--summary-csv", "-", "--columns", "rounds,speedup_rounds")).ShouldExitWith(0).Output);
        Assert.All(report, row => Assert.Equal(("4", "4"), (row["rounds"], row["speedup_rounds"])));
    }

    [Fact]
    public async Task HalfALineIsCutOffFirst()
    {
        await RunAsync();
        File.WriteAllBytes(RunsCsv, File.ReadAllBytes(RunsCsv)[..^30]);
        await RunAsync();
        Assert.Equal(7, Rows().Count);
    }

    [Fact]
    public async Task AnotherHeaderIsRefusedAndTheFileLeftAlone()
    {
        await RunAsync();
        var before = File.ReadAllText(RunsCsv);

        // It has options, each of which is a column.
        var refused = (await tool.RunAsync("run", "http-fetch", "-i", "http://localhost:1/", "-e", "serial", "--csv", RunsCsv, "--append")).ShouldExitWith(1);

        Assert.Matches("the headers differ. Column 13 is 'metric_slept_s' in the file and 'param_[a-z_]+' in this session", refused.Error);
        Assert.Equal(before, File.ReadAllText(RunsCsv));
    }

    [Fact]
    public async Task LinesForExcelAndOthersAreNotMixed()
    {
        await RunAsync("--excel");
        Assert.Contains("it is for Excel and the new rows are not", (await tool.RunAsync(Arguments())).ShouldExitWith(1).Error, StringComparison.Ordinal);
        await RunAsync("--excel");
        Assert.Equal(9, File.ReadAllText(RunsCsv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Single(File.ReadAllText(RunsCsv).Split("schema")[1..]);
    }

    [Theory]
    [InlineData("--csv")]
    [InlineData("--append", "--csv")]
    [InlineData("--resume")]
    public async Task AFileThatAnotherSessionIsWritingIsToBeWaitedFor(params string[] output)
    {
        string[] plan = ["run", "sleep", "-i", "0.01", "-e", "serial", "--rounds", "100000", "--seed", "1", "-q"];
        using var other = Command.Start(tool.Line([.. plan, "--csv", RunsCsv]));
        await other.UntilAsync(() => File.Exists(RunsCsv) && File.ReadAllLines(RunsCsv).Length > 1, "a run is there");

        var refused = (await tool.RunAsync([.. plan, .. output, RunsCsv])).ShouldExitWith(1);

        Assert.Equal($"partime: Cannot write to {RunsCsv}: another process is writing to it. Wait until it ends, or choose another path.\n", refused.Error);
    }

    private string[] Arguments(params string[] more) =>
        ["run", "sleep", "-i", "0", "-e", "serial,threads", "--rounds", "2", "-q", "--csv", RunsCsv, "--tasks-csv", folder["tasks.csv"], "--append", .. more];

    private async Task RunAsync(params string[] more) => (await tool.RunAsync(Arguments(more))).ShouldExitWith(0);

    private IReadOnlyList<Dictionary<string, string>> Rows() => Csv.Parse(File.ReadAllText(RunsCsv));
}
