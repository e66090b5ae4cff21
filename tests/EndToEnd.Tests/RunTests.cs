namespace Partime.EndToEnd.Tests;

public sealed class RunTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
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
        var run = (await tool.RunAsync("run", "sleep", "-i", "0..100000000", "-e", "serial,threads", "-w", "2,4", "--executor-set", "threads.stack-size=1MiB", "--dry-run")).ShouldExitWith(0);

        foreach (var line in (string[])[@"serial +1 +1 +100,000,000 +[123] +–", @"threads +2 +1 +100,000,000 +[123] +–", @"threads +4 +1 +100,000,000 +[123] +–", "Round 1: .*threads × 4", "seed [0-9]+", "Estimated time: ", "stack-size=1048576"])
            Assert.Matches(line, run.Output);
        Assert.Equal("", run.Error);
    }

    [Needs("python3")]
    public async Task PythonReadsTheSameRowsAndAllExecutorsComputeTheSame()
    {
        var run = (await tool.RunAsync("run", "sum-squares", "--inputs", "0..2000", "-e", "serial,threads,thread-pool,parallel,async", "-w", "2", "--csv", "-")).ShouldExitWith(0);
        var rows = Csv.Parse(run.Output);
        Assert.Equal(["serial", "threads", "thread-pool", "parallel", "async"], Csv.AsNamed(rows).Select(row => row["executor"]));
        Assert.Single(rows.Select(row => row["result_digest"]).Distinct());
        Assert.All(rows, row => Assert.Equal(("2000", "2000", "ok"), (row["tasks"], row["tasks_ok"], row["status"])));

        const string Program = "import csv, sys\nfor row in csv.DictReader(sys.stdin): print(row['executor'], float(row['wall_s']) > 0, row['result_digest'])";
        var python = (await Command.RunAsync(tool.Program("python3", "-c", Program) with { Input = run.Output })).ShouldExitWith(0);

        var expected = rows.Select(row => $"{row["executor"]} True {row["result_digest"]}");
        Assert.Equal(expected, python.Output.TrimEnd().Split('\n'));
    }
}
