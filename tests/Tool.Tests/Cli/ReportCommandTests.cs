using System.Globalization;
using System.Text.Json;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Cli;

/// <summary>What <c>report</c> computes from the file of a session, compared with what the session itself said.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Runs => folder["runs.csv"];

    private string Summary => folder["summary.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AReportFromTheFileAloneSaysTheSameAsTheSession()
    {
        await MeasureAsync("--rounds", "3", "--baseline", "threads", "--summary-csv", Summary, "--markdown", folder["session.md"], "--json", folder["session.json"]);
        var report = (await CommandRun.OfAsync("report", Runs, "--baseline", "threads", "--summary-csv", folder["again.csv"], "--markdown", folder["again.md"], "--json", folder["again.json"])).ShouldExitWith(0);

        Assert.Equal(File.ReadAllText(Summary), File.ReadAllText(folder["again.csv"]));
        Assert.Contains("sum-squares: 400 tasks, medians of 3 rounds, no warm-up", report.Text, StringComparison.Ordinal);
        Assert.Contains("### sum-squares: 400 tasks", File.ReadAllText(folder["again.md"]), StringComparison.Ordinal);
        Assert.StartsWith(File.ReadLines(folder["session.md"]).First(), File.ReadAllText(folder["again.md"]), StringComparison.Ordinal);
        Assert.Equal(SummaryOf(folder["session.json"]), SummaryOf(folder["again.json"]));
    }

    [Fact]
    public async Task AReportNeverOverwritesWhatItReads()
    {
        await MeasureAsync("--rounds", "1");
        var before = File.ReadAllText(Runs);
        var report = (await CommandRun.OfAsync("report", Runs, "--summary-csv", Runs)).ShouldExitWith(1);
        Assert.Contains("is read and would be overwritten", report.Text, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Runs));
    }

    /// <summary>The tasks grow with the workers.</summary>
    [Fact]
    public async Task EveryWorkerBringsItsTasksAndTheTableShowsTheScaledSpeedUp()
    {
        var run = (await CommandRun.OfAsync("run", "sleep", "-i", "0.02,0.03", "-e", "serial,threads,process-pool", "-w", "1,2,4", "--scale", "weak", "--rounds", "3",
            "--csv", Runs, "--summary-csv", Summary, "--verbose")).ShouldExitWith(0);

        var rows = Rfc4180.Rows(File.ReadAllText(Runs));
        Assert.Equal(3 * 7, rows.Count);
        Assert.All(rows, row => Assert.Equal((2 * Number(row, "workers"), "ok"), (Number(row, "tasks"), row["status"])));
        Assert.All(rows, row => Assert.Equal("3 rounds; 0 to warm up; no timeout; 0 retries; weak scaling", row["session_settings"]));
        Assert.Single(rows.Select(row => row["session_inputs_digest"]).Distinct());
        Assert.Equal(3, rows.Select(row => (row["tasks"], row["result_digest"])).Distinct().Count());

        Assert.Matches("^([a-z-]+ × . does most: [0-9.]+ times the|It is not shown that more workers do more) work [^\n]*\\.\n", run.Text);
        Assert.Contains("\nsleep: weak scaling, 2 tasks per worker, medians of 3 rounds, no warm-up\n", run.Text, StringComparison.Ordinal);
        Assert.Matches("scaled vs serial .* efficiency ", run.Text);
        Assert.Contains("threads: ", run.Text, StringComparison.Ordinal);
        Assert.Contains("Gustafson", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Amdahl", run.Text, StringComparison.Ordinal);
        foreach (var row in Rfc4180.Rows(File.ReadAllText(Summary)))
        {
            Assert.Equal(("weak", 2 * Number(row, "workers")), (row["scale"], Number(row, "tasks")));
            Assert.Equal(Number(row, "speedup"), Number(row, "efficiency") * Number(row, "workers"), 9);
        }

        var report = (await CommandRun.OfAsync("report", Runs, "--summary-csv", folder["again.csv"])).ShouldExitWith(0);
        Assert.Equal(File.ReadAllText(Summary), File.ReadAllText(folder["again.csv"]));
        Assert.Matches("scaled vs serial .* efficiency", report.Text);
    }

    private async Task MeasureAsync(params string[] more) =>
        (await CommandRun.OfAsync(["run", "sum-squares", "-i", "0..400", "-e", "serial,threads,async", "-w", "1,2", "--csv", Runs, "-q", .. more])).ShouldExitWith(0);

    private static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    private static string SummaryOf(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return string.Join('\n', document.RootElement.GetProperty("summary").EnumerateArray().Select(row => string.Join(',', row.EnumerateObject().Select(field => $"{field.Name}={field.Value}"))));
    }
}
