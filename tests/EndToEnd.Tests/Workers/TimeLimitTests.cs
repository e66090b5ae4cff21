namespace Partime.EndToEnd.Tests.Workers;

public sealed class TimeLimitTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    [InlineData("pool-map")]
    public async Task ATaskThatTakesTooLongIsStoppedAndTheOthersGoOn(string executor)
    {
        string[] killed = ["spin", "block", "signal:19"];
        string[] cancelled = ["patient", "late"];
        var tasks = await session.TasksAsync(2, session.Crashing($"ok{string.Concat(killed.Concat(cancelled).Select(trouble => $",{trouble},ok"))}", executor, "-w", "1", "--timeout", Pace.Milliseconds(500)));

        for (var index = 0; index < tasks.Count; index++)
        {
            var (task, trouble) = (tasks[index], tasks[index]["input"]);
            Assert.Equal((trouble, trouble == "ok" ? "ok" : "timeout"), (trouble, task["status"]));
            if (trouble == "ok")
                continue;
            Assert.Equal(("", "Timeout"), (task["result"], task["error_type"]));
            Assert.Contains(killed.Contains(trouble) ? "was killed" : "was cancelled", task["error_message"], StringComparison.Ordinal);
            if (executor != "process")
                Assert.Equal((trouble, killed.Contains(trouble)), (trouble, tasks[index - 1]["pid"] != tasks[index + 1]["pid"]));
        }
    }

    [Fact]
    public async Task TasksThatAreQuickEnoughAreLeftAlone()
    {
        var tasks = await session.TasksAsync(0, session.Crashing(string.Join(',', Enumerable.Repeat("sleep:20", 20)), "process-pool", "-w", "2", "--timeout", "30s"));

        Assert.All(tasks, task => Assert.Equal("ok", task["status"]));
    }

    [Fact]
    public async Task ATaskThatRunsOutOfTimeIsTriedAgain()
    {
        var tasks = await session.TasksAsync(0, session.Line("flaky", "Flaky", session.Files["slow.block"], "process-pool", "--timeout", Pace.Milliseconds(500), "--retries", "1"));

        Assert.Equal(("2", "ok", "well"), (tasks[^1]["attempt"], tasks[^1]["status"], tasks[^1]["result"]));
    }

    [Fact]
    public async Task AllAttemptsMayRunOutOfTime()
    {
        var tasks = await session.TasksAsync(2, session.Crashing("patient,ok", "process-pool", "-w", "1", "--timeout", Pace.Milliseconds(200), "--retries", "2"));

        Assert.Equal([("3", "timeout"), ("1", "ok")], tasks.Select(task => (task["attempt"], task["status"])));
    }
}
