using System.Globalization;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Cli;

/// <summary><c>run</c> with its usual executors, files and messages. What needs a process of its own is tested end to end.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TheSameSeedGivesTheSameOrderAndIsRecorded()
    {
        string[] plan = ["sleep", "-i", "0", "-e", "serial,threads,async", "-w", "2", "--rounds", "5", "--warmup", "1", "-q"];
        var first = await RowsAsync([.. plan, "--seed", "7"]);
        var again = await RowsAsync([.. plan, "--seed", "7"]);

        Assert.Equal(Order(first), Order(again));
        Assert.All(first, row => Assert.Equal(("7", "serial:1:1 threads:2:1 async:2:1"), (row["session_seed"], row["session_plan"])));
        Assert.Equal(18, first.Count);
        Assert.Equal(["warmup", "warmup", "warmup"], first.Take(3).Select(row => row["phase"]));
        foreach (var round in first.Chunk(3))
            Assert.Equal(["async", "serial", "threads"], round.Select(row => row["executor"]).Order());
        Assert.True(first.Chunk(3).Select(round => string.Join(' ', round.Select(row => row["executor"]))).Distinct().Count() > 1);

        // Without a seed any number will do, and nobody gets the same one twice in a billion.
        var other = await RowsAsync(plan);
        Assert.NotEqual("7", other[0]["session_seed"]);

        static IEnumerable<string> Order(IEnumerable<Dictionary<string, string>> rows) =>
            rows.Select(row => $"{row["run"]} {row["phase"]} {row["round"]}.{row["order"]} {row["executor"]}");
    }

    [Fact]
    public async Task ARoundThatIsLongerThanTheBudgetRemainsTheOnlyOneAndIsRemarkedOn()
    {
        var run = (await RunAsync("sleep", "-i", "0.1", "-e", "serial", "--budget", "50ms")).ShouldExitWith(0);

        Assert.Single(Rows());
        Assert.Contains("One round took longer than the budget of 0.05s", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABudgetThatIsSpentBeforeTheMediansAreKnownIsRemarkedOn()
    {
        // Three sleeps may by chance take the same time, but not three starts of a process.
        var run = (await RunAsync("sleep", "-i", "0", "-e", "process-pool", "-w", "1", "--budget", Pace.Milliseconds(2_000), "--precision", "0.01%")).ShouldExitWith(0);

        Assert.InRange(Rows().Count, 3, 99);
        Assert.Matches(@"process-pool reached a precision of ±>?[0-9.]+%, not ±0\.01%: (measure on a quiet machine, or )?raise the budget", run.Text);
    }

    [Fact]
    public async Task ADryRunShowsTheOrderThatTheSeedWillGive()
    {
        string[] plan = ["sleep", "-i", "0", "-e", "serial,threads,async", "-w", "2", "--rounds", "1", "--seed", "11"];
        var shown = (await RunAsync([.. plan, "--dry-run"])).ShouldExitWith(0);
        var rows = await RowsAsync(plan);

        Assert.Contains($"Round 1: {string.Join(", ", rows.Select(row => row["workers"] == "1" ? row["executor"] : $"{row["executor"]} × {row["workers"]}"))}", shown.Text, StringComparison.Ordinal);
        Assert.Contains("seed 11", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheTasksCsvHasARowPerTaskWithItsResultAndMetrics()
    {
        var rows = await TasksAsync("sleep", "-i", "0.01,0.02");

        Assert.Equal([("0.01", "ok", "0.01"), ("0.02", "ok", "0.02")], rows.Select(row => (row["input"], row["status"], row["result"])));
        Assert.All(rows, row => Assert.True(Number(row["metric_slept_s"]) >= Number(row["input"])));
    }

    [Fact]
    public async Task ExcelGetsAByteOrderMarkAndItsLineEndsAndOthersDoNot()
    {
        (await RunAsync("sleep", "-i", "0", "-e", "serial,async", "--rounds", "1", "--excel")).ShouldExitWith(0);
        var bytes = File.ReadAllBytes(RunsCsv);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal(3, bytes.Count(value => value == '\n'));
        Assert.Equal(Positions('\n').Select(position => position - 1), Positions('\r'));

        (await RunAsync("sleep", "-i", "0", "-e", "serial", "--rounds", "1")).ShouldExitWith(0);
        bytes = File.ReadAllBytes(RunsCsv);
        Assert.Equal((byte)'w', bytes[0]);
        Assert.DoesNotContain((byte)'\r', bytes);

        IEnumerable<int> Positions(char character) => Enumerable.Range(0, bytes.Length).Where(index => bytes[index] == character);
    }

    [Fact]
    public async Task InputsComeFromTheLinesOfAFileAndRunAsOftenAsAsked()
    {
        File.WriteAllText(folder["inputs.txt"], "3\n\n4\n5\n");
        Assert.Equal(["3", "4", "5"], await InputsAsync("sum-squares", "--inputs", $"@{folder["inputs.txt"]}"));
        Assert.Equal(["1", "1", "2", "2"], await InputsAsync("sum-squares", "-i", "1,2", "--times", "2"));
    }

    [Fact]
    public async Task AResponseFileStandsForItsLines()
    {
        File.WriteAllText(folder["args.txt"], $"run\nsum-squares\n--inputs\n1..4\n--csv\n{RunsCsv}\n");
        (await CommandRun.OfAsync($"@{folder["args.txt"]}", "-e", "serial", "--rounds", "1")).ShouldExitWith(0);
        Assert.Equal("3", Assert.Single(Rows())["tasks"]);
    }

    [Fact]
    public async Task OptionsOfAnExecutorAreInEffectAndStandInTheRowsOfTheirExecutor()
    {
        (await RunAsync("recursive", "--plugin", TestPlugin.Path("Recursive"), "-e", "serial,threads", "-w", "2", "-i", "1000,2000000", "--rounds", "1", "--executor-set", "threads.stack-size=512MiB")).ShouldExitWith(2);

        var rows = Rows().ToDictionary(row => row["executor"]);
        Assert.Equal(("failed", "1", ""), (rows["serial"]["status"], rows["serial"]["tasks_ok"], rows["serial"]["executor_options"]));
        Assert.Equal(("ok", "2", "stack-size=536870912"), (rows["threads"]["status"], rows["threads"]["tasks_ok"], rows["threads"]["executor_options"]));
    }

    [Fact]
    public async Task APluginsExecutorHasOptionsTooAndItsSecretsStaySecret()
    {
        var run = (await RunAsync("paced", "--plugin", TestPlugin.Path("PluginExecutor"), "-e", "paced,async", "-i", "1,2,3", "--rounds", "1", "--executor-set", "paced.pause=100ms", "--executor-set", "paced.token=swordfish")).ShouldExitWith(0);

        var rows = Rows().ToDictionary(row => row["executor"]);
        Assert.Equal(("pause=0.1s; token=***", ""), (rows["paced"]["executor_options"], rows["async"]["executor_options"]));
        Assert.True(Number(rows["paced"]["wall_s"]) >= 0.3, rows["paced"]["wall_s"]);
        Assert.DoesNotContain("swordfish", run.Text + File.ReadAllText(RunsCsv), StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] words) => CommandRun.OfAsync(["run", .. words, "--csv", RunsCsv]);

    private List<Dictionary<string, string>> Rows() => Rfc4180.Rows(File.ReadAllText(RunsCsv));

    private async Task<List<Dictionary<string, string>>> RowsAsync(params string[] words)
    {
        (await RunAsync(words)).ShouldExitWith(0);
        return Rows();
    }

    private async Task<List<Dictionary<string, string>>> TasksAsync(params string[] words)
    {
        (await RunAsync([.. words, "-e", "serial", "--rounds", "1", "-q", "--tasks-csv", folder["tasks.csv"]])).ShouldExitWith(0);
        return Rfc4180.Rows(File.ReadAllText(folder["tasks.csv"]));
    }

    private async Task<IEnumerable<string>> InputsAsync(params string[] words) => (await TasksAsync(words)).Select(row => row["input"]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
