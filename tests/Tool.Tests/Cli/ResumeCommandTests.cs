using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Cli;

/// <summary><c>run --resume</c>. Sessions that a signal ended are continued by the end-to-end tests.</summary>
public sealed class ResumeCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    private string[] Plan => ["run", "halting", "-i", folder["gate"], "-e", "serial,threads", "--plugin", TestPlugin.Path("Stubborn")];

    public ResumeCommandTests() => File.WriteAllText(folder["gate"], "");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(500)]
    public async Task HalfALineIsMeasuredAgain(int cut)
    {
        (await CommandRun.OfAsync(Arguments("--rounds", "3", "--csv", RunsCsv))).ShouldExitWith(0);
        var uninterrupted = Rows().Select(Place).ToList();
        // As a session leaves it that is killed during its last run but one.
        var lines = File.ReadAllLines(RunsCsv);
        File.WriteAllText(RunsCsv, string.Concat(lines[..^2].Select(line => line + "\n"))[..^cut]);

        (await CommandRun.OfAsync(Arguments("--rounds", "3", "--resume", RunsCsv))).ShouldExitWith(0);

        Assert.Equal(uninterrupted, Rows().Select(Place));
    }

    [Fact]
    public async Task AFileBehindALinkIsContinued()
    {
        if (OperatingSystem.IsWindows())
            return;
        (await CommandRun.OfAsync(Arguments("--rounds", "3", "--csv", RunsCsv))).ShouldExitWith(0);
        var uninterrupted = Rows().Select(Place).ToList();
        File.WriteAllLines(RunsCsv, File.ReadAllLines(RunsCsv)[..^2]);
        File.CreateSymbolicLink(folder["link.csv"], RunsCsv);

        (await CommandRun.OfAsync(Arguments("--rounds", "3", "--resume", folder["link.csv"]))).ShouldExitWith(0);

        Assert.Equal(uninterrupted, Rows().Select(Place));
    }

    [Fact]
    public async Task ASessionThatIsCompleteIsLeftAsItIs()
    {
        await FinishAsync();
        var before = File.ReadAllBytes(RunsCsv);

        var resumed = (await CommandRun.OfAsync(Arguments("--rounds", "2", "--resume", RunsCsv))).ShouldExitWith(0);

        Assert.Equal(before, File.ReadAllBytes(RunsCsv));
        Assert.Contains("all 4 runs are there already", resumed.Text, StringComparison.Ordinal);
        Assert.Contains("medians of 2 rounds", resumed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherSessionIsRefusedWithTheDifference()
    {
        await FinishAsync();
        var before = File.ReadAllBytes(RunsCsv);
        foreach (var (difference, arguments) in ((string, string[])[])
        [
            ("plan: only there threads:1:1, only here threads:2:1.", ["-w", "2", "--rounds", "2", "--seed", "5"]),
            ("settings: was 2 rounds, is 3 rounds. That session is complete: for 1 more round, write --csv ", ["-w", "1", "--rounds", "3", "--seed", "5"]),
            ("seed: was 5, is 6", ["-w", "1", "--rounds", "2", "--seed", "6"]),
            ("parameters: was call=1; seconds=0, is call=2; seconds=0", ["-w", "1", "--rounds", "2", "--seed", "5", "--set", "call=2"]),
            ("inputs: not the same", ["-w", "1", "--rounds", "2", "--seed", "5", "--times", "2"]),
            ("pool: was cold, is warm", ["-w", "1", "--rounds", "2", "--seed", "5", "--pool", "warm"]),
        ])
        {
            var refused = (await CommandRun.OfAsync([.. Plan, .. arguments, "--resume", RunsCsv])).ShouldExitWith(1);

            Assert.Contains(difference, refused.Text, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(RunsCsv));
        }
    }

    [Fact]
    public async Task MoreRoundsOfACompleteSessionAreHadAsTheRefusalSays()
    {
        await FinishAsync();
        var refused = (await CommandRun.OfAsync(Arguments("--rounds", "5", "--resume", RunsCsv))).ShouldExitWith(1);
        Assert.Contains($"for 3 more rounds, write --csv {RunsCsv} --append --rounds 3 in place of --resume {RunsCsv} --rounds 5.", refused.Text, StringComparison.Ordinal);

        (await CommandRun.OfAsync(Arguments("--csv", RunsCsv, "--append", "--rounds", "3"))).ShouldExitWith(0);

        (await CommandRun.OfAsync("report", RunsCsv, "--summary-csv", folder["summary.csv"])).ShouldExitWith(0);
        Assert.All(Rfc4180.Rows(File.ReadAllText(folder["summary.csv"])), row => Assert.Equal("5", row["rounds"]));
    }

    [Fact]
    public async Task ResultsThatAreOthersThanBeforeAreSaidToBe()
    {
        await FinishAsync();
        var lines = File.ReadAllLines(RunsCsv);
        // As if the workload had computed something else then, and the last run were still to come.
        var digest = Rows()[0]["result_digest"];
        File.WriteAllText(RunsCsv, (string.Join('\n', lines[..^1]) + "\n").Replace(digest, "xxh3:0123456789abcdef", StringComparison.Ordinal));

        var resumed = (await CommandRun.OfAsync(Arguments("--rounds", "2", "--resume", RunsCsv))).ShouldExitWith(3);

        Assert.Contains("which ran before the session continued, disagree on their results", resumed.Text, StringComparison.Ordinal);
        Assert.Equal(4, Rows().Count);
    }

    [Fact]
    public async Task EmptyLinesInTheFileCostNoRow()
    {
        await FinishAsync();
        var lines = File.ReadAllLines(RunsCsv);
        File.WriteAllText(RunsCsv, string.Join('\n', [lines[0], "", .. lines[1..^1], "", ""]));

        (await CommandRun.OfAsync(Arguments("--rounds", "2", "--resume", RunsCsv))).ShouldExitWith(0);

        Assert.Equal(lines[..^1], File.ReadAllLines(RunsCsv).Where(line => line.Length > 0).SkipLast(1));
        Assert.Equal(5, File.ReadAllLines(RunsCsv).Count(line => line.Length > 0));
    }

    [Fact]
    public async Task AFileForExcelIsContinuedForExcelOnly()
    {
        (await CommandRun.OfAsync(Arguments("--rounds", "2", "--csv", RunsCsv, "--excel"))).ShouldExitWith(0);
        var whole = File.ReadAllText(RunsCsv);
        File.WriteAllBytes(RunsCsv, File.ReadAllBytes(RunsCsv)[..^10]);

        Assert.Contains("Excel format: was on, is off", (await CommandRun.OfAsync(Arguments("--rounds", "2", "--resume", RunsCsv))).ShouldExitWith(1).Text, StringComparison.Ordinal);
        (await CommandRun.OfAsync(Arguments("--rounds", "2", "--resume", RunsCsv, "--excel"))).ShouldExitWith(0);

        Assert.Equal(5, File.ReadAllText(RunsCsv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith(whole[..whole.LastIndexOf("\r\n", whole.Length - 3, StringComparison.Ordinal)], File.ReadAllText(RunsCsv), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADryRunSaysHowLongItTakesByTheRunsInTheFile()
    {
        await FinishAsync();

        var known = (await CommandRun.OfAsync(Arguments("--rounds", "2", "--csv", RunsCsv, "--dry-run"))).ShouldExitWith(0);
        Assert.Contains("from the runs in the file", known.Text, StringComparison.Ordinal);
        Assert.Contains($"{RunsCsv} exists and would be replaced.", known.Text, StringComparison.Ordinal);
        var unknown = (await CommandRun.OfAsync(Arguments("--rounds", "2", "--dry-run"))).ShouldExitWith(0);
        Assert.Contains("Estimated time: unknown", unknown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADryRunOfWhatIsToBeContinuedIsRefusedAsTheRunWouldBe()
    {
        await FinishAsync();
        var before = File.ReadAllText(RunsCsv);

        var same = (await CommandRun.OfAsync(Arguments("--rounds", "2", "--resume", RunsCsv, "--dry-run"))).ShouldExitWith(0);
        Assert.Contains("threads", same.Text, StringComparison.Ordinal);
        var another = (await CommandRun.OfAsync(Arguments("--rounds", "3", "--resume", RunsCsv, "--dry-run"))).ShouldExitWith(1);
        Assert.Contains("cannot be continued", another.Text, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(RunsCsv));
    }

    [Fact]
    public async Task AnotherPluginIsRefusedByTheHashOfItsFiles()
    {
        var copy = folder.CopyPlugin("Stubborn");
        string[] plan = ["run", "halting", "-i", folder["gate"], "-e", "serial", "--plugin", copy, "-q", "--rounds", "2"];
        (await CommandRun.OfAsync([.. plan, "--csv", RunsCsv])).ShouldExitWith(0);
        // What is no code changes nothing.
        File.WriteAllText(Path.Combine(copy, "notes.txt"), "x");
        (await CommandRun.OfAsync([.. plan, "--resume", RunsCsv])).ShouldExitWith(0);
        File.AppendAllText(Path.Combine(copy, "Stubborn.deps.json"), " ");

        var refused = (await CommandRun.OfAsync([.. plan, "--resume", RunsCsv])).ShouldExitWith(1);

        Assert.Matches("plugins: only there Stubborn .* sha512:[0-9a-f]{16}, only here Stubborn .* sha512:[0-9a-f]{16}\\.", refused.Text);
    }

    private string[] Arguments(params string[] more) => [.. Plan, "-w", "1", "--seed", "5", .. more];

    private List<Dictionary<string, string>> Rows() => Rfc4180.Rows(File.ReadAllText(RunsCsv));

    private static string Place(Dictionary<string, string> row) => $"{row["run"]} {row["phase"]} {row["round"]}.{row["order"]} {row["executor"]}";

    private async Task FinishAsync() => (await CommandRun.OfAsync(Arguments("--rounds", "2", "--csv", RunsCsv))).ShouldExitWith(0);
}
