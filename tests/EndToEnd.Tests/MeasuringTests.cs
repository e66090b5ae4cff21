using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Partime.EndToEnd.Tests;

/// <summary>What is true of times only while nothing else keeps the machine busy.</summary>
[Collection(nameof(Alone))]
public sealed class MeasuringTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task SleepsAddUpInSerialAndOverlapInThreads()
    {
        var run = (await tool.RunAsync("run", "sleep", "-i", "0.3,0.4,0.5", "-e", "serial,threads,async")).ShouldExitWith(0);

        var wall = Csv.Parse(run.Output).ToDictionary(row => row["executor"], row => double.Parse(row["wall_s"], CultureInfo.InvariantCulture));
        Assert.Equal(["async", "serial", "threads"], wall.Keys.Order());
        Assert.True(wall["serial"] >= 1.2, run.Output);
        Assert.InRange(wall["threads"], 0.5, wall["serial"]);
        Assert.InRange(wall["async"], 0.5, wall["serial"]);
    }

    [Fact]
    public async Task WithoutANumberThereAreRoundsUntilTheMediansAreKnown()
    {
        (await tool.RunAsync("run", "sleep", "-i", "0.02", "-e", "serial,threads", "--rounds", "auto", "-q", "--csv", RunsCsv, "--json", folder["session.json"])).ShouldExitWith(0);

        var rows = Csv.Parse(File.ReadAllText(RunsCsv));
        var rounds = rows.Max(row => int.Parse(row["round"], CultureInfo.InvariantCulture));
        Assert.InRange(rounds, 3, 100);
        Assert.Equal(2 * rounds, rows.Count);
        using var document = JsonDocument.Parse(File.ReadAllText(folder["session.json"]));
        Assert.True(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal((JsonValueKind.Null, 0.025), (document.RootElement.GetProperty("settings").GetProperty("rounds").ValueKind, document.RootElement.GetProperty("settings").GetProperty("precision").GetDouble()));
    }

    [Fact]
    public async Task WhatIsSlowerForSureFailsTheComparison()
    {
        string[] work = ["run", "sum-squares", "-i", "0..3000", "-e", "serial", "--rounds", "5", "-q", "--csv"];
        var line = tool.Line([.. work, folder["slow.csv"]]);
        (await tool.RunAsync([.. work, folder["fast.csv"]])).ShouldExitWith(0);
        (await Command.RunAsync(line with
        {
            Environment = new Dictionary<string, string?>(line.Environment) { ["DOTNET_ReadyToRun"] = "0", ["DOTNET_TieredCompilation"] = "0", ["DOTNET_JITMinOpts"] = "1" },
        })).ShouldExitWith(0);
        var slower = (await tool.RunAsync("compare", folder["fast.csv"], folder["slow.csv"], "--fail-on", "5%")).ShouldExitWith(4);
        Assert.Contains("slower", slower.Output, StringComparison.Ordinal);
        Assert.Contains("by more than 5%: serial.", slower.Error, StringComparison.Ordinal);
        Assert.Contains("DOTNET_TieredCompilation=0", slower.Error, StringComparison.Ordinal);
        (await tool.RunAsync("compare", folder["slow.csv"], folder["fast.csv"], "--fail-on", "5%")).ShouldExitWith(0);
    }

    [Fact]
    public async Task AReportTellsWhereAndWhenAndWhatDisturbed()
    {
        var run = (await tool.RunAsync("run", "sum-squares", "-i", "20000000", "--times", "16", "-e", "threads", "-w", "8", "--rounds", "3", "--csv", RunsCsv)).ShouldExitWith(0);
        var report = (await tool.RunAsync("report", RunsCsv)).ShouldExitWith(0);
        Assert.Matches($@"(?m)^{Environment.MachineName}: .* GC, 20\d\d-\d\d-\d\d \d\d:\d\d UTC$", report.Output);
        // On a busy machine these workers do not get the CPUs that they crowd, and then the remark is about what else used them.
        var disturbances = new Regex("workers per CPU kept all CPUs busy|while other programs used|while the host gave CPUs|the quota stopped runs");
        Assert.Equal(Told(run.Error), Told(report.Error));
        Assert.True(Environment.ProcessorCount >= 6 || Told(report.Error).Count > 0, report.Error);

        List<string> Told(string text) => [.. disturbances.Matches(text).Select(match => match.Value)];
    }

    [Needs("kill")]
    public async Task TimeThatLaterRoundsHaveSpentEndsNoEarlierRound()
    {
        // Six rounds fit into the budget. Five and a half are spent, which by the third round would leave no time for a fourth.
        string[] arguments =
        [
            "run", "halting", "-i", folder["gate"], "-e", "serial,threads", "-w", "1", "--seed", "5", "--plugin", Repository.TestPlugin("Stubborn"),
            "--set", "call=12", "--set", $"seconds={0.05 * Pace.Factor:F2}", "--rounds", "auto", "--precision", "0.01%", "--budget", Pace.Milliseconds(680),
        ];
        using (var session = Command.Start(tool.Line([.. arguments, "--csv", RunsCsv])))
        {
            await session.UntilAsync(() => File.Exists(folder["gate.begun"]), "the last call has begun");
            await session.SignalAsync("KILL");
            (await session.EndAsync()).ShouldExitWith(137);
        }
        Assert.Equal(11, Rows().Count);

        folder.Write("gate", "");
        (await tool.RunAsync([.. arguments, "--resume", RunsCsv])).ShouldExitWith(0);

        Assert.True(Rows().Count >= 12, "The round that was interrupted has not been finished.");
        Assert.All(Rows().GroupBy(row => row["round"]), round => Assert.Equal(2, round.Count()));
    }

    private IReadOnlyList<Dictionary<string, string>> Rows() => Csv.Parse(File.ReadAllText(RunsCsv));
}
