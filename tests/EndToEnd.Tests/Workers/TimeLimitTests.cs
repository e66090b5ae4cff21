namespace Partime.EndToEnd.Tests.Workers;

[Collection(OneInstallation.Name)]
public sealed class TimeLimitTests(InstalledTool tool) : IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("process-pool", "spin", "was killed")]
    [InlineData("process-pool", "block", "was killed")]
    [InlineData("process-pool", "signal:19", "was killed")]
    [InlineData("process-pool", "patient", "was cancelled")]
    [InlineData("process-pool", "late", "was cancelled")]
    [InlineData("process", "spin", "was killed")]
    [InlineData("process", "patient", "was cancelled")]
    [InlineData("pool-map", "block", "was killed")]
    [InlineData("pool-map", "late", "was cancelled")]
    public async Task ATaskThatTakesTooLongIsStoppedAndTheOthersGoOn(string executor, string trouble, string end)
    {
        var tasks = await session.TasksAsync(2, session.Crashing($"ok,{trouble},ok,ok", executor, "-w", "1", "--timeout", "500ms"));

        Assert.Equal(["ok", "timeout", "ok", "ok"], tasks.Select(task => task["status"]));
        Assert.Equal("", tasks[1]["result"]);
        Assert.Contains(end, tasks[1]["error_message"], StringComparison.Ordinal);
        if (executor != "process")
            Assert.Equal(end == "was killed", tasks[1]["pid"] != tasks[3]["pid"]);
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
        var tasks = await session.TasksAsync(0, session.Line("flaky", "Flaky", session.Files["slow.block"], "process-pool", "--timeout", "500ms", "--retries", "1"));

        Assert.Equal(("2", "ok", "well"), (tasks[^1]["attempt"], tasks[^1]["status"], tasks[^1]["result"]));
    }

    [Fact]
    public async Task AllAttemptsMayRunOutOfTime()
    {
        var tasks = await session.TasksAsync(2, session.Crashing("patient,ok", "process-pool", "-w", "1", "--timeout", "200ms", "--retries", "2"));

        Assert.Equal([("3", "timeout"), ("1", "ok")], tasks.Select(task => (task["attempt"], task["status"])));
    }
}
