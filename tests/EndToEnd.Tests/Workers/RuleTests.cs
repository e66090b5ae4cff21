namespace Partime.EndToEnd.Tests.Workers;

public sealed class RuleTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("process-pool")]
    [InlineData("pool-map")]
    public async Task AWorkerIsReplacedAfterAsManyTasksAsItMayRun(string executor)
    {
        var tasks = await session.TasksAsync(0, session.Crashing(Repeat("ok", 10), executor, "-w", "1", "--max-tasks-per-worker", "3"));

        Assert.All(tasks, task => Assert.Equal("ok", task["status"]));
        Assert.Equal([3, 3, 3, 1], tasks.GroupBy(task => task["pid"]).Select(worker => worker.Count()));
    }

    [Theory]
    [InlineData("process-pool", "well.throw")]
    [InlineData("process-pool", "well.kill")]
    [InlineData("process", "well.throw")]
    [InlineData("process", "well.kill")]
    [InlineData("pool-map", "well.kill")]
    public async Task ATaskThatFailsAndThenSucceedsIsOkAtItsSecondAttempt(string executor, string file)
    {
        var tasks = await session.TasksAsync(0, session.Line("flaky", "Flaky", session.Files[file], executor, "--retries", "2"));

        Assert.Equal(("2", "ok", "well", ""), (tasks[0]["attempt"], tasks[0]["status"], tasks[0]["result"], tasks[0]["error_type"]));
    }

    [Theory]
    [InlineData("throw", "error")]
    [InlineData("signal:9", "crashed")]
    public async Task ATaskThatNeverSucceedsFailsAtItsLastAttemptAndHasARowForEach(string trouble, string status)
    {
        var tasks = await session.TasksAsync(2, session.Crashing($"ok,{trouble},ok", "process-pool", "-w", "1", "--retries", "2"));

        Assert.Equal([("1", "ok"), ("3", status), ("1", "ok")], tasks.Select(task => (task["attempt"], task["status"])));
        Assert.Equal(["0", "1", "1", "1", "2"], session.Tasks.Select(row => row["task"]));
        Assert.Equal([status, status, status], session.Tasks.Where(row => row["task"] == "1").Select(row => row["status"]));
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("signal:9")]
    public async Task WithFailFastNothingIsStartedAfterAFailure(string trouble)
    {
        var runs = session.Files["runs.csv"];
        var tasks = await session.TasksAsync(2, session.Crashing($"ok,{trouble},ok,ok", "process-pool", "-w", "1", "--fail-fast", "--rounds", "3", "--csv", runs));

        Assert.Equal(["ok", trouble == "throw" ? "error" : "crashed", "cancelled", "cancelled"], tasks.Select(task => task["status"]));
        Assert.Single(Csv.Parse(File.ReadAllText(runs)));
    }

    [Fact]
    public async Task EveryChunkSizeGivesTheResultsOfSerial()
    {
        var run = (await tool.RunAsync("run", "sum-squares", "-i", "0..1000", "-e", "serial,process-pool,pool-map", "-w", "3", "--chunk-size", "auto,pool,7,5000", "-q", "--csv", "-")).ShouldExitWith(0);

        var rows = Csv.Parse(run.Output);
        Assert.Equal(["pool-map", "pool-map", "pool-map", "pool-map", "process-pool", "process-pool", "process-pool", "process-pool", "serial", "serial", "serial", "serial"], rows.Select(row => row["executor"]).Order());
        Assert.All(rows, row => Assert.Equal((rows[0]["result_digest"], "1000", "ok"), (row["result_digest"], row["tasks_ok"], row["status"])));
    }

    private static string Repeat(string input, int times) => string.Join(',', Enumerable.Repeat(input, times));
}
