using System.Text.RegularExpressions;

namespace Partime.EndToEnd.Tests;

/// <summary>What docs/pool-conformance.md says of worker processes and takes the installed tool to see.</summary>
public sealed class PoolConformanceTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private static readonly string[] ProcessExecutors = ["process", "process-pool", "pool-map"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ProcessesComputeWhatSerialComputes()
    {
        var run = (await tool.RunAsync("run", "sum-squares", "-i", "0..12", "-e", $"serial,{string.Join(',', ProcessExecutors)}", "-w", "3", "--csv", "-")).ShouldExitWith(0);
        var rows = Csv.Parse(run.Output);
        Assert.Equal(["serial", .. ProcessExecutors], Csv.AsNamed(rows).Select(row => row["executor"]));
        Assert.Single(rows.Select(row => row["result_digest"]).Distinct());
        Assert.All(rows, row => Assert.Equal("12", row["tasks_ok"]));
    }

    [Fact]
    public async Task AFailureIsItsTasksRowAndTheExitCodeSaysThatThereWasOne()
    {
        (await Command.RunAsync(Line("failing", "1,2,3,4", "-e", string.Join(',', ProcessExecutors), "--csv", folder["runs.csv"]))).ShouldExitWith(2);
        var runs = Csv.Parse(File.ReadAllText(folder["runs.csv"]));
        Assert.Equal(ProcessExecutors.Order(StringComparer.Ordinal), runs.Select(run => run["executor"]).Order(StringComparer.Ordinal));
        Assert.All(runs, run => Assert.Equal(("failed", "3", "1"), (run["status"], run["tasks_ok"], run["tasks_failed"])));
        Assert.Equal(3, Regex.Count(File.ReadAllText(folder["tasks.csv"]), @"(?m)^[^,]*,[123],2,1,3,.*,error,.*3 can be divided by 3"));
    }

    [Fact]
    public async Task OptionsOfAWorkloadMayBeNamedLikeThoseOfTheTool()
    {
        var task = Assert.Single(await TasksOf("curious", "options", "-w", "1", "--timeout", "1m", "--set", "workers=seven", "--set", "timeout=never"));
        Assert.Equal("seven;never", task["result"]);
    }

    [Fact]
    public async Task TheCommandEndsAfterItsLastTaskAndLeavesNoWorker()
    {
        var tasks = await TasksOf("sleep", "0.1,0.1,0.1", "-w", "2", "-e", string.Join(',', ProcessExecutors));
        Assert.Equal(9, tasks.Count);
        Assert.All(tasks, task => Assert.Equal("0.1", task["result"]));
        Assert.All(tasks, task => Assert.False(Directory.Exists($"/proc/{task["pid"]}")));
    }

    [Theory]
    [InlineData("variable:WORD_FOR_WORKERS", "WORD_FOR_WORKERS", "é, with a comma", "é, with a comma")]
    [InlineData("server-gc", "DOTNET_gcServer", "1", "yes")]
    [InlineData("server-gc", "DOTNET_gcServer", "0", "no")]
    [InlineData("variable:PARTIME_DEPTH", "PARTIME_DEPTH", "4", "5")]
    public async Task VariablesReachAWorkerBeforeItsRuntimeStarts(string question, string variable, string value, string answer)
    {
        var line = Line("curious", question, "-w", "1");
        (await Command.RunAsync(With(line, variable, value))).ShouldExitWith(0);
        Assert.Equal(answer, Assert.Single(Tasks())["result"]);
    }

    [Needs("cat")]
    public async Task StandardInputIsTheParentsAndNotTheWorkers()
    {
        var line = Line("curious", "@-", "-w", "1");
        (await Command.RunAsync(line with { Input = "input\ninput\n" })).ShouldExitWith(0);
        Assert.Equal(["''", "''"], Tasks().Select(task => task["result"]));
    }

    [Needs("taskset")]
    public async Task ByDefaultThereAreAsManyWorkersAsThisProcessMayUseProcessors()
    {
        var line = Line("sum-squares", "0..100", "--csv", folder["runs.csv"]);
        (await Command.RunAsync(line with { Program = "taskset", Arguments = ["-c", "0", line.Program, .. line.Arguments] })).ShouldExitWith(0);
        Assert.Equal("1", Assert.Single(Csv.Parse(File.ReadAllText(folder["runs.csv"])))["workers"]);

        (await Command.RunAsync(With(line, "DOTNET_PROCESSOR_COUNT", "3"))).ShouldExitWith(0);
        Assert.Equal("3", Csv.Parse(File.ReadAllText(folder["runs.csv"]))[^1]["workers"]);
    }

    [Needs("bash")]
    public async Task WhatPartimeInheritsIsNotTheWorkers()
    {
        var script = $"exec 9</etc/passwd; {Shell("curious", "files", "-w", "1", "--rounds", "1")}";
        (await Command.RunAsync(tool.Program("bash", "-c", script) with { Folder = folder.Path })).ShouldExitWith(0);
        var files = Assert.Single(Tasks())["result"];
        Assert.DoesNotContain("/etc/passwd", files, StringComparison.Ordinal);
        Assert.Contains("/dev/null", files, StringComparison.Ordinal);
    }

    [Needs("bash")]
    public async Task AStandardOutputWithoutAReaderIsNoFailureOfWorkersThatPrint()
    {
        var script = $"{Shell("talkative", "0..50", "-w", "2", "--rounds", "1")} | true; echo ${{PIPESTATUS[0]}}";
        var result = (await Command.RunAsync(tool.Program("bash", "-c", script) with { Folder = folder.Path })).ShouldExitWith(0);
        Assert.Equal("0\n", result.Output);
        Assert.All(Tasks(), task => Assert.Equal("ok", task["status"]));
    }

    [Fact]
    public async Task AWorkerThatLeaksIsReplacedBetweenTasks()
    {
        var tasks = await TasksOf("curious", string.Join(',', Enumerable.Repeat("pid", 12)), "-w", "1", "--max-tasks-per-worker", "4");
        Assert.Equal([4, 4, 4], tasks.CountBy(task => task["result"]).Select(process => process.Value));
        Assert.All(tasks, task => Assert.Equal(task["result"], task["pid"]));
    }

    private async Task<IReadOnlyList<Dictionary<string, string>>> TasksOf(string workload, string inputs, params string[] arguments)
    {
        (await Command.RunAsync(Line(workload, inputs, arguments))).ShouldExitWith(0);
        return Tasks();
    }

    private CommandLine Line(string workload, string inputs, params string[] arguments) => tool.Line(Arguments(workload, inputs, arguments));

    /// <summary>The same for a shell; none of the arguments has a space.</summary>
    private string Shell(string workload, string inputs, params string[] arguments) => $"dotnet-partime {string.Join(' ', Arguments(workload, inputs, arguments))}";

    private string[] Arguments(string workload, string inputs, string[] arguments)
    {
        File.Delete(folder["tasks.csv"]);
        string[] executor = arguments.Contains("-e") ? [] : ["-e", "process-pool"];
        string[] plugins = [.. ((string[])["Curious", "Failing", "Talkative"]).SelectMany(name => (string[])["--plugin", Repository.TestPlugin(name)])];
        return ["run", workload, "-i", inputs, "-q", "--tasks-csv", folder["tasks.csv"], .. executor, .. plugins, .. arguments];
    }

    private IReadOnlyList<Dictionary<string, string>> Tasks() => Csv.Parse(File.ReadAllText(folder["tasks.csv"]));

    private static CommandLine With(CommandLine line, string variable, string value) =>
        line with { Environment = new Dictionary<string, string?>(line.Environment) { [variable] = value } };
}
