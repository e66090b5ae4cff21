using System.Globalization;

namespace Partime.EndToEnd.Tests;

public sealed class RunTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    private static readonly string[] SumSquaresUnderAll =
        ["run", "sum-squares", "--inputs", "0..20000", "-e", "serial,threads,thread-pool,parallel,async", "-w", "2", "--csv", "-"];

    [Fact]
    public async Task RedirectedOutputIsTheRunsCsvAndTheTableIsForPeopleOnStandardError()
    {
        var run = (await tool.RunAsync("run", "sleep", "-i", "0", "-e", "serial")).ShouldExitWith(0);

        Assert.StartsWith("workload,variant,executor,workers,chunk_size,tasks,phase,round,wall_s,speedup,cpu_s,status,metric_slept_s,started_utc,", run.Output, StringComparison.Ordinal);
        Assert.Single(Csv.Parse(run.Output));
        Assert.Contains("vs serial", run.Error, StringComparison.Ordinal);
        Assert.Contains(" serial ", run.Error, StringComparison.Ordinal);
    }

    [Needs("bash")]
    public async Task StandardOutputGetsTheColumnsForPeopleWhichAreEnoughForAReport()
    {
        using var folder = new TemporaryFolder();
        const string Script = """
            dotnet-partime run sleep -i 0.01 -e serial,threads -w 2 --rounds 3 -q > runs.csv
            dotnet-partime report - --summary-csv - --columns executor,rounds,status -q < runs.csv
            """;
        var report = (await Command.RunAsync(tool.Program("bash", "-e", "-c", Script) with { Folder = folder.Path })).ShouldExitWith(0);

        Assert.Equal("workload,variant,executor,workers,chunk_size,tasks,phase,round,wall_s,speedup,cpu_s,status", File.ReadAllLines(folder["runs.csv"])[0]);
        Assert.Equal("executor,rounds,status\nserial,3,ok\nthreads,3,ok\n", string.Concat(report.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().Select(line => line + "\n")));
        Assert.Equal("", report.Error);
    }

    [Needs("bash")]
    public async Task QuietCommandsWriteWhatWasAskedForAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        const string Script = """
            dotnet-partime run sleep -i 0.01 -e serial,threads -w 2 --rounds 3 -q --csv runs.csv --timeout 5m
            dotnet-partime report runs.csv -q --markdown report.md
            dotnet-partime compare runs.csv runs.csv -q --csv comparison.csv
            dotnet-partime advise sleep -i 0.01 --times 3 -e threads -w 2 --budget 100ms -q --json advice.json
            """;
        var quiet = (await Command.RunAsync(tool.Program("bash", "-e", "-c", Script) with { Folder = folder.Path })).ShouldExitWith(0);

        Assert.Equal(("", ""), (quiet.Output, quiet.Error));
        Assert.Equal(["advice.json", "comparison.csv", "report.md", "runs.csv"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task ADryRunShowsThePlanAndMeasuresNothing()
    {
        var run = (await tool.RunAsync("run", "sleep", "-i", "0..100000000", "-e", "serial,threads", "-w", "2,4", "--dry-run")).ShouldExitWith(0);

        foreach (var line in (string[])[@"serial +1 +1 +100,000,000 +[123] +–", @"threads +2 +1 +100,000,000 +[123] +–", @"threads +4 +1 +100,000,000 +[123] +–", "Round 1: .*threads × 4", "seed [0-9]+", "Estimated time: "])
            Assert.Matches(line, run.Output);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task AllExecutorsComputeTheSame()
    {
        var rows = Csv.Parse((await tool.RunAsync(SumSquaresUnderAll)).ShouldExitWith(0).Output);

        Assert.Equal(["serial", "threads", "thread-pool", "parallel", "async"], Csv.AsNamed(rows).Select(row => row["executor"]));
        Assert.Single(rows.Select(row => row["result_digest"]).Distinct());
        Assert.All(rows, row => Assert.Equal(("20000", "20000", "ok"), (row["tasks"], row["tasks_ok"], row["status"])));
    }

    [Needs("python3")]
    public async Task PythonReadsTheSameRows()
    {
        var run = (await tool.RunAsync(SumSquaresUnderAll)).ShouldExitWith(0);

        const string Program = "import csv, sys\nfor row in csv.DictReader(sys.stdin): print(row['executor'], float(row['wall_s']) > 0, row['result_digest'])";
        var python = (await Command.RunAsync(tool.Program("python3", "-c", Program) with { Input = run.Output })).ShouldExitWith(0);

        var expected = Csv.Parse(run.Output).Select(row => $"{row["executor"]} True {row["result_digest"]}");
        Assert.Equal(expected, python.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task TheTasksCsvHasARowPerTaskWithItsResultAndMetrics()
    {
        using var folder = new TemporaryFolder();
        (await tool.RunAsync("run", "sleep", "-i", "0.01,0.02", "-e", "serial", "-q", "--tasks-csv", folder["tasks.csv"])).ShouldExitWith(0);

        var rows = Csv.Parse(File.ReadAllText(folder["tasks.csv"]));

        Assert.Equal([("0.01", "ok", "0.01"), ("0.02", "ok", "0.02")], rows.Select(row => (row["input"], row["status"], row["result"])));
        Assert.All(rows, row => Assert.True(Number(row["metric_slept_s"]) >= Number(row["input"])));
    }

    [Fact]
    public async Task ExcelGetsAByteOrderMarkAndItsLineEnds()
    {
        using var folder = new TemporaryFolder();
        (await tool.RunAsync("run", "sleep", "-i", "0", "-e", "serial,async", "--csv", folder["runs.csv"], "--excel")).ShouldExitWith(0);

        var bytes = File.ReadAllBytes(folder["runs.csv"]);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal(3, bytes.Count(value => value == '\n'));
        Assert.Equal(Positions('\n').Select(position => position - 1), Positions('\r'));

        IEnumerable<int> Positions(char character) => Enumerable.Range(0, bytes.Length).Where(index => bytes[index] == character);
    }

    [Fact]
    public async Task WithoutExcelThereIsNoByteOrderMarkAndNoCarriageReturn()
    {
        using var folder = new TemporaryFolder();
        (await tool.RunAsync("run", "sleep", "-i", "0", "-e", "serial", "--csv", folder["runs.csv"])).ShouldExitWith(0);

        var bytes = File.ReadAllBytes(folder["runs.csv"]);

        Assert.Equal((byte)'w', bytes[0]);
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
