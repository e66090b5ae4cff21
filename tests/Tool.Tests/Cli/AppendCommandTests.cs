using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Cli;

/// <summary><c>run --append</c>, and other outputs that exist already.</summary>
public sealed class AppendCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

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
        Assert.Equal(8, Rfc4180.Rows(File.ReadAllText(folder["tasks.csv"])).Count);

        // Both count in the report, as rounds of their own.
        (await CommandRun.OfAsync("report", RunsCsv, "--summary-csv", folder["summary.csv"], "--columns", "rounds,speedup_rounds")).ShouldExitWith(0);
        Assert.All(Rfc4180.Rows(File.ReadAllText(folder["summary.csv"])), row => Assert.Equal(("4", "4"), (row["rounds"], row["speedup_rounds"])));
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
    public async Task ALastRowWithoutALineBreakIsReported()
    {
        await RunAsync();
        File.WriteAllText(RunsCsv, File.ReadAllText(RunsCsv).TrimEnd('\n'));
        Assert.Contains("no line break; one is added", (await CommandRun.OfAsync(Arguments())).ShouldExitWith(0).Text, StringComparison.Ordinal);
        Assert.Equal(8, Rows().Count);
    }

    [Fact]
    public async Task AnotherHeaderIsRefusedAndTheFileLeftAlone()
    {
        await RunAsync();
        var before = File.ReadAllText(RunsCsv);

        // It has options, each of which is a column.
        var refused = (await CommandRun.OfAsync("run", "http-fetch", "-i", "http://localhost:1/", "-e", "serial", "--rounds", "1", "--csv", RunsCsv, "--append")).ShouldExitWith(1);

        Assert.Matches("the headers differ. Column 13 is 'metric_slept_s' in the file and 'param_[a-z_]+' in this session", refused.Text);
        Assert.Equal(before, File.ReadAllText(RunsCsv));
    }

    [Fact]
    public async Task LinesForExcelAndOthersAreNotMixed()
    {
        await RunAsync("--excel");
        Assert.Contains("it is for Excel and the new rows are not", (await CommandRun.OfAsync(Arguments())).ShouldExitWith(1).Text, StringComparison.Ordinal);
        await RunAsync("--excel");
        Assert.Equal(9, File.ReadAllText(RunsCsv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Single(File.ReadAllText(RunsCsv).Split("schema")[1..]);
    }

    [Fact]
    public async Task ADryRunRefusesTheOutputsThatTheRunWould()
    {
        string[] arguments = ["run", "sleep", "-i", "0", "-e", "serial", "--dry-run"];
        foreach (var outputs in (string[][])
        [
            ["--csv", folder["d.csv"], "--tasks-csv", folder["d.csv"]],
            ["--csv", folder.Path],
            ["--append", "--csv", folder["none/d.csv"]],
        ])
            (await CommandRun.OfAsync([.. arguments, .. outputs])).ShouldExitWith(1);
        (await CommandRun.OfAsync([.. arguments, "--csv", folder["d.csv"]])).ShouldExitWith(0);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private string[] Arguments(params string[] more) =>
        ["run", "sleep", "-i", "0", "-e", "serial,threads", "--rounds", "2", "-q", "--csv", RunsCsv, "--tasks-csv", folder["tasks.csv"], "--append", .. more];

    private async Task RunAsync(params string[] more) => (await CommandRun.OfAsync(Arguments(more))).ShouldExitWith(0);

    private List<Dictionary<string, string>> Rows() => Rfc4180.Rows(File.ReadAllText(RunsCsv));
}
