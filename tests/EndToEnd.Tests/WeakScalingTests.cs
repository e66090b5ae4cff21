using System.Globalization;

namespace Partime.EndToEnd.Tests;

/// <summary>Runs whose tasks grow with the workers.</summary>
public sealed class WeakScalingTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EveryWorkerBringsItsTasksAndTheTableShowsTheScaledSpeedUp()
    {
        var run = (await tool.RunAsync("run", "sleep", "-i", "0.02,0.03", "-e", "serial,threads,process-pool", "-w", "1,2,4", "--scale", "weak", "--rounds", "3",
            "--csv", folder["runs.csv"], "--summary-csv", folder["summary.csv"], "--verbose")).ShouldExitWith(0);

        var rows = Csv.Parse(File.ReadAllText(folder["runs.csv"]));
        Assert.Equal(3 * 7, rows.Count);
        Assert.All(rows, row => Assert.Equal((2 * Number(row, "workers"), "ok"), (Number(row, "tasks"), row["status"])));
        Assert.All(rows, row => Assert.Equal("3 rounds; 0 to warm up; no timeout; 0 retries; weak scaling", row["session_settings"]));
        Assert.Single(rows.Select(row => row["session_inputs_digest"]).Distinct());
        Assert.Equal(3, rows.Select(row => (row["tasks"], row["result_digest"])).Distinct().Count());

        Assert.Matches("^([a-z-]+ × . does most: [0-9.]+ times the|It is not shown that more workers do more) work [^\n]*\\.\n", run.Output);
        Assert.Contains("\nsleep: weak scaling, 2 tasks per worker, medians of 3 rounds, no warm-up\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("scaled vs serial .* efficiency ", run.Output);
        Assert.Contains("threads: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Gustafson", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Amdahl", run.Output, StringComparison.Ordinal);
        foreach (var row in Csv.Parse(File.ReadAllText(folder["summary.csv"])))
        {
            Assert.Equal(("weak", 2 * Number(row, "workers")), (row["scale"], Number(row, "tasks")));
            Assert.Equal(Number(row, "speedup"), Number(row, "efficiency") * Number(row, "workers"), 9);
        }

        var report = (await tool.RunAsync("report", folder["runs.csv"], "--summary-csv", folder["again.csv"])).ShouldExitWith(0);
        Assert.Equal(File.ReadAllText(folder["summary.csv"]), File.ReadAllText(folder["again.csv"]));
        Assert.Contains(" efficiency\n", report.Output, StringComparison.Ordinal);
    }

    private static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);
}
