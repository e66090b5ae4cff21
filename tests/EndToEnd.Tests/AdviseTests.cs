using System.Text.Json;

namespace Partime.EndToEnd.Tests;

/// <summary>Alone, because other tests would make sleeps late and the advice inconclusive.</summary>
[Collection(nameof(Alone))]
public sealed class AdviseTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task SleepsAreBestRunAllAtOnce()
    {
        var run = (await tool.RunAsync("advise", "sleep", "-i", "0.05", "--times", "6", "-e", "threads,process-pool", "--json", "-", "--csv", folder["runs.csv"])).ShouldExitWith(0);

        var document = JsonDocument.Parse(run.Output).RootElement;
        var advice = document.GetProperty("advice");
        Assert.Equal(("parallel", 6), (advice.GetProperty("verdict").GetString(), advice.GetProperty("workers").GetInt32()));
        Assert.Equal("waiting", document.GetProperty("work").GetProperty("kind").GetString());
        Assert.True(document.GetProperty("complete").GetBoolean());
        Assert.StartsWith("Round 1: ", run.Error, StringComparison.Ordinal);
        Assert.Matches("\n(Use|Probably use) (threads|process-pool) × 6: .* times as fast as serial \\(", run.Error);

        var rows = Csv.Parse(File.ReadAllText(folder["runs.csv"]));
        Assert.Equal("serial", rows[0]["executor"]);
        Assert.InRange(advice.GetProperty("expected_wall_s").GetDouble(), 0.05, Csv.Number(rows[0]["wall_s"]));
        // It is six times as slow, but costs little.
        Assert.Equal(3, rows.Count(row => row["executor"] == "serial"));
        Assert.Equal(["process-pool", "threads"], rows.Where(row => row["round"] == "1").Select(row => row["executor"]).Skip(1).Order());
        foreach (var row in rows)
            Assert.Equal(Number(row, "wall_s") * Number(row, "workers"), row.Keys.Where(name => name == "useful_s" || name.StartsWith("loss_", StringComparison.Ordinal)).Sum(name => Number(row, name)), tolerance: 1e-6);
    }

    [Fact]
    public async Task EachNumberOfTasksHasAnAnswer()
    {
        var run = (await tool.RunAsync("advise", "sleep", "-i", "0.05", "--vary", "tasks=1,6", "-e", "threads,process-pool", "--budget", "3s", "--json", folder["advice.json"])).ShouldExitWith(0);
        Assert.Matches("^(Use|Probably use) serial with 1 task, and (threads|process-pool) × 6 from 6 tasks on\\.\nFor 1 task, (probably )?stay serial: .*\nFor 6 tasks, (probably )?use (threads|process-pool) × 6: ", run.Output);
        var variants = JsonDocument.Parse(File.ReadAllText(folder["advice.json"])).RootElement.GetProperty("variants");
        Assert.Equal(["tasks=1 serial", "tasks=6 parallel"], variants.EnumerateArray().Select(variant => $"{variant.GetProperty("variant")} {variant.GetProperty("verdict")}"));
    }

    private static double Number(Dictionary<string, string> row, string column) => row[column].Length == 0 ? 0 : double.Parse(row[column], System.Globalization.CultureInfo.InvariantCulture);
}
