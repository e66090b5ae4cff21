using System.Globalization;

namespace Partime.EndToEnd.Tests;

/// <summary>Sessions that a signal has ended. The rest of --resume is tested without a process for each command, in ResumeCommandTests.</summary>
public sealed class ResumeTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private const string Seed = "5";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string RunsCsv => folder["runs.csv"];

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("TERM", 143)]
    public async Task ASessionThatEndedInTheMiddleOfRoundThreeIsFinishedWithExactlyThePlannedRows(string signal, int exitCode)
    {
        // A warm-up, then two rounds, of two runs each: the eighth is the second of round three.
        await EndAtAsync(call: 8, signal, exitCode, "--rounds", "5", "--warmup", "1");
        var before = File.ReadAllText(RunsCsv);
        var finished = Rows().Where(row => row["status"] == "ok").ToList();
        Assert.Equal(7, finished.Count);

        var resumed = (await tool.RunAsync(Arguments(8, "--rounds", "5", "--warmup", "1", "--resume", RunsCsv))).ShouldExitWith(0);
        Assert.StartsWith($"{RunsCsv}: 7 runs are finished, and 5 are left.\n", resumed.Error, StringComparison.Ordinal);

        var rows = Rows();
        Assert.StartsWith(before[..Math.Min(before.Length, before.LastIndexOf("ok", StringComparison.Ordinal))], File.ReadAllText(RunsCsv), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 12), rows.Select(row => int.Parse(row["run"], CultureInfo.InvariantCulture)));
        Assert.Single(rows.Select(row => (row["session"], row["session_seed"], row["status"])).Distinct());
        Assert.Equal(await UninterruptedAsync("--rounds", "5", "--warmup", "1"), rows.Select(Place));
    }

    [Needs("kill")]
    public async Task WithoutAFixedNumberOfRoundsTheFileDecidesWhenThereAreEnough()
    {
        await EndAtAsync(call: 6, "KILL", 137, "--rounds", "auto", "--precision", "100%");

        (await tool.RunAsync(Arguments(6, "--rounds", "auto", "--precision", "100%", "--resume", RunsCsv))).ShouldExitWith(0);

        var rounds = Rows().GroupBy(row => row["round"]).ToList();
        Assert.True(rounds.Count >= 3);
        Assert.All(rounds, round => Assert.Equal(["serial", "threads"], round.Select(row => row["executor"]).Order()));
    }

    private string[] Plan => ["run", "halting", "-i", folder["gate"], "-e", "serial,threads", "--plugin", Repository.TestPlugin("Stubborn")];

    private string[] Arguments(int call, params string[] more) =>
        [.. Plan, "-w", "1", "--seed", Seed, "--set", $"call={call}", .. more];

    private IReadOnlyList<Dictionary<string, string>> Rows() => Csv.Parse(File.ReadAllText(RunsCsv));

    private static string Place(Dictionary<string, string> row) => $"{row["run"]} {row["phase"]} {row["round"]}.{row["order"]} {row["executor"]}";

    private async Task EndAtAsync(int call, string signal, int exitCode, params string[] more)
    {
        using var session = Command.Start(tool.Line(Arguments(call, [.. more, "--csv", RunsCsv])));
        await session.UntilAsync(() => File.Exists(folder["gate.begun"]), "the run to be interrupted has begun");
        await session.SignalAsync(signal);
        (await session.EndAsync()).ShouldExitWith(exitCode);
        File.WriteAllText(folder["gate"], "");
    }

    private async Task<IEnumerable<string>> UninterruptedAsync(params string[] more)
    {
        var run = (await tool.RunAsync(Arguments(1, [.. more, "-q", "--csv", "-"]))).ShouldExitWith(0);
        return Csv.Parse(run.Output).Select(Place);
    }
}
