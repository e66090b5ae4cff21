using System.Globalization;

namespace Partime.EndToEnd.Tests;

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

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(500)]
    public async Task HalfALineIsMeasuredAgain(int cut)
    {
        await EndAtAsync(call: 5, "KILL", 137, "--rounds", "4");
        var text = File.ReadAllText(RunsCsv);
        File.WriteAllText(RunsCsv, text[..^cut]);

        (await tool.RunAsync(Arguments(5, "--rounds", "4", "--resume", RunsCsv))).ShouldExitWith(0);

        Assert.Equal(await UninterruptedAsync("--rounds", "4"), Rows().Select(Place));
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

    [Fact]
    public async Task ASessionThatIsCompleteIsLeftAsItIs()
    {
        await FinishAsync();
        var before = File.ReadAllBytes(RunsCsv);

        var resumed = (await tool.RunAsync(Arguments(1, "--rounds", "2", "--resume", RunsCsv))).ShouldExitWith(0);

        Assert.Equal(before, File.ReadAllBytes(RunsCsv));
        Assert.Contains("all 4 runs are there already", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("medians of 2 rounds", resumed.Output + resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherSessionIsRefusedWithTheDifference()
    {
        await FinishAsync();
        var before = File.ReadAllBytes(RunsCsv);
        foreach (var (difference, arguments) in ((string, string[])[])
        [
            ("plan: only there threads:1:1, only here threads:2:1.", ["-w", "2", "--rounds", "2", "--seed", Seed]),
            ("settings: was 2 rounds, is 3 rounds. That session is complete: for 1 more round, write --csv ", ["-w", "1", "--rounds", "3", "--seed", Seed]),
            ("seed: was 5, is 6", ["-w", "1", "--rounds", "2", "--seed", "6"]),
            ("parameters: was call=1; seconds=0, is call=2; seconds=0", ["-w", "1", "--rounds", "2", "--seed", Seed, "--set", "call=2"]),
            ("inputs: was sha256:", ["-w", "1", "--rounds", "2", "--seed", Seed, "--times", "2"]),
            ("pool: was cold, is warm", ["-w", "1", "--rounds", "2", "--seed", Seed, "--pool", "warm"]),
        ])
        {
            var refused = (await tool.RunAsync([.. Plan, .. arguments, "--resume", RunsCsv])).ShouldExitWith(1);

            Assert.Contains(difference, refused.Error, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(RunsCsv));
        }
    }

    [Fact]
    public async Task MoreRoundsOfACompleteSessionAreHadAsTheRefusalSays()
    {
        await FinishAsync();
        var refused = (await tool.RunAsync(Arguments(1, "--rounds", "5", "--resume", RunsCsv))).ShouldExitWith(1);
        Assert.Contains($"for 3 more rounds, write --csv {RunsCsv} --append --rounds 3 in place of --resume {RunsCsv} --rounds 5.", refused.Error, StringComparison.Ordinal);

        (await tool.RunAsync(Arguments(1, "--csv", RunsCsv, "--append", "--rounds", "3"))).ShouldExitWith(0);

        var report = Csv.Parse((await tool.RunAsync("report", RunsCsv, "--summary-csv", "-")).ShouldExitWith(0).Output);
        Assert.All(report, row => Assert.Equal("5", row["rounds"]));
    }

    [Fact]
    public async Task ResultsThatAreOthersThanBeforeAreSaidToBe()
    {
        await FinishAsync();
        var lines = File.ReadAllLines(RunsCsv);
        // As if the workload had computed something else then, and the last run were still to come.
        File.WriteAllText(RunsCsv, string.Join('\n', lines[..^1]) + "\n");
        var digest = Rows()[0]["result_digest"];
        File.WriteAllText(RunsCsv, File.ReadAllText(RunsCsv).Replace(digest, "xxh3:0123456789abcdef", StringComparison.Ordinal));

        var resumed = (await tool.RunAsync(Arguments(1, "--rounds", "2", "--resume", RunsCsv))).ShouldExitWith(3);

        Assert.Contains("which ran before the session continued, disagree on their results", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(4, Rows().Count);
    }

    [Fact]
    public async Task EmptyLinesInTheFileCostNoRow()
    {
        await FinishAsync();
        var lines = File.ReadAllLines(RunsCsv);
        File.WriteAllText(RunsCsv, string.Join('\n', [lines[0], "", .. lines[1..^1], "", ""]));

        (await tool.RunAsync(Arguments(1, "--rounds", "2", "--resume", RunsCsv))).ShouldExitWith(0);

        Assert.Equal(lines[..^1], File.ReadAllLines(RunsCsv).Where(line => line.Length > 0).SkipLast(1));
        Assert.Equal(5, File.ReadAllLines(RunsCsv).Count(line => line.Length > 0));
    }

    [Fact]
    public async Task AFileForExcelIsContinuedForExcelOnly()
    {
        File.WriteAllText(folder["gate"], "");
        (await tool.RunAsync(Arguments(1, "--rounds", "2", "--csv", RunsCsv, "--excel"))).ShouldExitWith(0);
        var whole = File.ReadAllText(RunsCsv);
        File.WriteAllBytes(RunsCsv, File.ReadAllBytes(RunsCsv)[..^10]);

        Assert.Contains("Excel format: was on, is off", (await tool.RunAsync(Arguments(1, "--rounds", "2", "--resume", RunsCsv))).ShouldExitWith(1).Error, StringComparison.Ordinal);
        (await tool.RunAsync(Arguments(1, "--rounds", "2", "--resume", RunsCsv, "--excel"))).ShouldExitWith(0);

        Assert.Equal(5, File.ReadAllText(RunsCsv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith(whole[..whole.LastIndexOf("\r\n", whole.Length - 3, StringComparison.Ordinal)], File.ReadAllText(RunsCsv), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADryRunSaysHowLongItTakesByTheRunsInTheFile()
    {
        await FinishAsync();

        var known = (await tool.RunAsync(Arguments(1, "--rounds", "2", "--csv", RunsCsv, "--dry-run"))).ShouldExitWith(0);
        Assert.Contains("from the runs in the file", known.Output, StringComparison.Ordinal);
        Assert.Contains($"{RunsCsv} exists and would be replaced.", known.Output, StringComparison.Ordinal);
        var unknown = (await tool.RunAsync(Arguments(1, "--rounds", "2", "--dry-run"))).ShouldExitWith(0);
        Assert.Contains("Estimated time: unknown", unknown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADryRunOfWhatIsToBeContinuedIsRefusedAsTheRunWouldBe()
    {
        await FinishAsync();
        var before = File.ReadAllText(RunsCsv);

        var same = (await tool.RunAsync(Arguments(1, "--rounds", "2", "--resume", RunsCsv, "--dry-run"))).ShouldExitWith(0);
        Assert.Contains("threads", same.Output, StringComparison.Ordinal);
        var another = (await tool.RunAsync(Arguments(1, "--rounds", "3", "--resume", RunsCsv, "--dry-run"))).ShouldExitWith(1);
        Assert.Contains("cannot be continued", another.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(RunsCsv));
    }

    [Fact]
    public async Task AnotherPluginIsRefusedByTheHashOfItsFiles()
    {
        var copy = Directory.CreateDirectory(folder["plugin"]);
        foreach (var file in Directory.GetFiles(Repository.TestPlugin("Stubborn")))
            File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        File.WriteAllText(folder["gate"], "");
        string[] plan = ["run", "halting", "-i", folder["gate"], "-e", "serial", "--plugin", copy.FullName, "-q", "--rounds", "2"];
        (await tool.RunAsync([.. plan, "--csv", RunsCsv])).ShouldExitWith(0);
        // What is no code changes nothing.
        File.WriteAllText(Path.Combine(copy.FullName, "notes.txt"), "x");
        (await tool.RunAsync([.. plan, "--resume", RunsCsv])).ShouldExitWith(0);
        File.AppendAllText(Path.Combine(copy.FullName, "Stubborn.deps.json"), " ");

        var refused = (await tool.RunAsync([.. plan, "--resume", RunsCsv])).ShouldExitWith(1);

        Assert.Matches("plugins: only there Stubborn .* sha512:[0-9a-f]{16}, only here Stubborn .* sha512:[0-9a-f]{16}\\.", refused.Error);
    }

    private string[] Plan => ["run", "halting", "-i", folder["gate"], "-e", "serial,threads", "--plugin", Repository.TestPlugin("Stubborn")];

    private string[] Arguments(int call, params string[] more) =>
        [.. Plan, "-w", "1", "--seed", Seed, .. call == 1 ? [] : (string[])["--set", $"call={call}"], .. more];

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

    private async Task FinishAsync()
    {
        File.WriteAllText(folder["gate"], "");
        (await tool.RunAsync(Arguments(1, "--rounds", "2", "--csv", RunsCsv))).ShouldExitWith(0);
    }

    private async Task<IEnumerable<string>> UninterruptedAsync(params string[] more)
    {
        var run = (await tool.RunAsync(Arguments(1, [.. more, "-q", "--csv", "-"]))).ShouldExitWith(0);
        return Csv.Parse(run.Output).Select(Place);
    }
}
