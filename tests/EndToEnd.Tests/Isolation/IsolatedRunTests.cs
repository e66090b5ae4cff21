using Partime.EndToEnd.Tests.Workers;

namespace Partime.EndToEnd.Tests.Isolation;

public sealed class IsolatedRunTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    private string RunsCsv => session.Files["runs.csv"];

    private IReadOnlyList<Dictionary<string, string>> Runs => Csv.Parse(File.ReadAllText(RunsCsv));

    [Fact]
    public async Task EachRunHasAFreshProcessAndAllAgreeWithTheWorkersOnTheResults()
    {
        await RunAsync(0, "serial,threads,thread-pool,parallel,async,backwards,process-pool", "--isolate", "--rounds", "2");

        Assert.Equal(14, Runs.Count);
        Assert.Single(Runs.Select(run => run["result_digest"]).Distinct());
        Assert.All(Runs, run => Assert.Equal("ok", run["status"]));
        var isolated = Runs.Where(run => run["executor"] != "process-pool").ToList();
        Assert.All(isolated, run => Assert.Equal(("yes", ""), (run["isolated"], run["processes"])));
        Assert.All(Runs.Where(run => run["executor"] == "process-pool"), run => Assert.Equal("no", run["isolated"]));
        // A runtime alone takes more than ten megabytes.
        Assert.All(isolated, run => Assert.True(Csv.Number(run["peak_rss_bytes"]) > 10e6));

        var pids = session.Tasks.GroupBy(task => task["run"]).Where(run => isolated.Exists(row => row["run"] == run.Key)).Select(run => Assert.Single(run.Select(task => task["pid"]).Distinct()));
        Assert.Equal(isolated.Count, pids.Distinct().Count());
        session.AssertNothingIsLeft();
    }

    [Fact]
    public async Task TheTasksAreThoseOfRunsThatAreNotIsolated()
    {
        await RunAsync(0, "serial,threads,paced", "--rounds", "1");
        var (here, hereColumns) = (session.Tasks, Columns());
        await RunAsync(0, "serial,threads,paced", "--rounds", "1", "--isolate");

        Assert.Equal(hereColumns, Columns());
        Assert.Equal(here.Select(Told), session.Tasks.Select(Told));
        Assert.Single(here.Select(task => task["pid"]).Distinct());

        static (string, string, string, string, string, string, string) Told(Dictionary<string, string> task) =>
            (task["run"], task["task"], task["attempt"], task["input"], task["status"], task["result"], task["error_type"]);
        string Columns() => File.ReadLines(session.Files["tasks.csv"]).First();
    }

    [Fact]
    public async Task TheTimesOfARunAreThoseOfItsPartsAndOfItsTasks()
    {
        await RunAsync(0, "serial,threads", "--rounds", "1", "--isolate");

        foreach (var run in Runs)
        {
            var (startup, work, shutdown) = (Csv.Number(run["startup_s"]), Csv.Number(run["run_s"]), Csv.Number(run["shutdown_s"]));
            Assert.Equal(Csv.Number(run["wall_s"]), startup + work + shutdown, tolerance: 1e-6);
            Assert.All(session.Tasks.Where(task => task["run"] == run["run"]),
                task => Assert.True(startup <= Csv.Number(task["started_s"]) && Csv.Number(task["ended_s"]) <= startup + work, run["run"]));
        }
    }

    [Fact]
    public async Task AnExecutorOfAPluginHasItsOptionsThere()
    {
        await RunAsync(0, "paced", "--rounds", "1", "--isolate", "--executor-set", "paced.pause=100ms");

        var run = Assert.Single(Runs);
        Assert.Equal(("yes", "pause=0.1s"), (run["isolated"], run["executor_options"]));
        Assert.True(Csv.Number(run["run_s"]) >= 0.3, run["run_s"]);
    }

    [Fact]
    public async Task AWarmPoolIsTimedWithoutItsStartAndItsEnd()
    {
        await RunAsync(0, "threads", "--rounds", "1", "--isolate", "--pool", "warm");

        var run = Assert.Single(Runs);
        Assert.Equal(("warm", "0", "0", run["run_s"]), (run["pool"], run["startup_s"], run["shutdown_s"], run["wall_s"]));
    }

    [Fact]
    public async Task ItsRuntimeIsSetUpAsThatOfWorkersIs()
    {
        var line = tool.Line("run", "settings", "-e", "serial,process-pool", "-w", "2", "--rounds", "1", "--isolate", "--plugin", Repository.TestPlugin("Settings"), "--tasks-csv", "-");
        line = line with { Environment = new Dictionary<string, string?>(line.Environment) { ["DOTNET_gcServer"] = "1" } };
        // The settings are the result, and results that differ end with another exit code.
        var rows = Csv.Parse((await Command.RunAsync(line)).ShouldExitWith(0).Output);

        Assert.Contains("DOTNET_gcServer=1", Assert.Single(rows.Select(row => row["result"]).Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkerProcessesAloneAreFreshAnyway()
    {
        await RunAsync(0, "process-pool", "--rounds", "1", "--isolate");

        Assert.Equal("no", Assert.Single(Runs)["isolated"]);
    }

    [Theory]
    [InlineData("unconstructible", "not made for workers")]
    [InlineData("unstartable", "not started in workers")]
    public async Task AWorkloadThatCannotStartThereEndsTheSessionWithOneSentence(string workload, string reason)
    {
        var result = (await session.RunAsync(session.Line(workload, "FailingInWorkers", "1", "serial", "--isolate"))).ShouldExitWith(1);

        Assert.StartsWith("partime: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task PeopleWhoTypeTheInternalCommandAreToldThatItIsNotForThem() =>
        Assert.Contains("an internal command", (await tool.RunAsync("isolated", "1", "0")).ShouldExitWith(1).Error, StringComparison.Ordinal);

    /// <summary>With three tasks, which give their inputs back.</summary>
    private async Task<CommandResult> RunAsync(int exitCode, string executors, params string[] options) =>
        (await session.RunAsync(session.Line("paced", "PluginExecutor", "1,2,3", executors, ["-w", "2", "--csv", RunsCsv, .. options]))).ShouldExitWith(exitCode);
}
