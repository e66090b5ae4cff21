namespace Partime.EndToEnd.Tests.Workers;

public sealed class DyingTaskTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    [InlineData("pool-map")]
    public async Task ATaskThatTakesItsWorkerWithItIsNamedWithTheReasonAndHarmsNoOther(string executor)
    {
        (string Trouble, string ErrorType, string Message)[] deaths =
        [
            ("signal:9", "SIGKILL", "was killed by SIGKILL"),
            ("signal:15", "SIGTERM", "was killed by SIGTERM"),
            ("segv", "SIGSEGV", "was killed by SIGSEGV"),
            ("exit:0", "exit 0", "exited with code 0"),
            ("exit:3", "exit 3", "exited with code 3"),
            ("native-exit:42", "exit 42", "exited with code 42"),
            ("failfast", "SIGABRT", "failed fast as told"),
            ("overflow", "SIGABRT", "Trouble.Deeper"),
            // Takes a gigabyte of memory, so once is enough.
            .. executor == "process-pool" ? [("half", "SIGKILL", "was killed by SIGKILL")] : ((string, string, string)[])[],
        ];
        var tasks = await session.TasksAsync(2, session.Crashing($"ok{string.Concat(deaths.Select(death => $",{death.Trouble},ok"))}", executor, "-w", "2"));

        Assert.All(tasks.Where(task => task["input"] == "ok"), task => Assert.Equal("ok", task["status"]));
        foreach (var (trouble, errorType, message) in deaths)
        {
            var task = tasks.Single(task => task["input"] == trouble);
            Assert.Equal((trouble, "crashed", errorType), (trouble, task["status"], task["error_type"]));
            Assert.Contains(message, task["error_message"], StringComparison.Ordinal);
            Assert.Contains($"worker process {task["pid"]} ", task["error_message"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    public async Task AnExceptionCostsNoWorker(string executor)
    {
        var tasks = await session.TasksAsync(2, session.Crashing("ok,throw,null-write,ok", executor, "-w", "1"));

        Assert.Equal(["ok", "error", "error", "ok"], tasks.Select(task => task["status"]));
        Assert.Equal("thrown as told: the cause of it", tasks[1]["error_message"]);
        Assert.Contains("System.FormatException: the cause of it", tasks[1]["error_detail"], StringComparison.Ordinal);
        Assert.Equal("System.AccessViolationException", tasks[2]["error_type"]);
        Assert.Equal(executor == "process" ? 4 : 1, tasks.Select(task => task["pid"]).Distinct().Count());
    }

    [Theory]
    [InlineData("pool-map", "-w", "2")]
    [InlineData("process-pool", "-w", "2", "--chunk-size", "10")]
    public async Task TheRestOfADeadWorkersChunkIsDoneByOthers(string executor, params string[] options)
    {
        var tasks = await session.TasksAsync(2, session.Crashing($"signal:9{string.Concat(Enumerable.Repeat(",ok", 39))}", executor, options));

        Assert.Equal("crashed", tasks[0]["status"]);
        Assert.All(tasks.Skip(1), task => Assert.Equal("ok", task["status"]));
        Assert.DoesNotContain(tasks[0]["pid"], tasks.Skip(1).Select(task => task["pid"]));
    }

    [Needs("kill")]
    public async Task AWorkerThatIsTerminatedFromOutsideCostsOnlyTheTaskThatItWasIn()
    {
        using var command = await session.StartAsync(session.Crashing("sleep:600000,ok", "process", "-w", "2"));
        var worker = File.ReadAllText(session.BeginningOf("sleep:600000"));

        (await Command.RunAsync(new CommandLine("kill", "-TERM", $"{worker}"))).ShouldExitWith(0);
        (await command.EndAsync()).ShouldExitWith(2);

        Assert.Equal([("crashed", "SIGTERM"), ("ok", "")], session.Tasks.Select(task => (task["status"], task["error_type"])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task WorkersThatKillEachOtherLeaveEveryTaskOneVerdict(int workers)
    {
        var line = session.Crashing(string.Join(',', Enumerable.Repeat("kill-siblings", 30)), "process-pool", "-w", $"{workers}");
        var result = await session.RunAsync(line);

        Assert.InRange(result.ExitCode, 0, 2);
        Assert.Equal(30, session.Tasks.Select(task => task["task"]).Distinct().Count());
        Assert.Equal(30, session.Tasks.Count);
        Assert.All(session.Tasks, task => Assert.Contains(task["status"], (string[])["ok", "crashed"]));
    }

    [Fact]
    public async Task APoolGivesUpOnAWorkloadThatKillsEveryWorkerAndSaysSo()
    {
        var result = await session.RunAsync(session.Crashing("signal:9", "process-pool", "-w", "2", "--times", "200"));

        Assert.InRange(result.ExitCode, 1, 2);
        Assert.Contains("worker processes in a row died in their first task; the last one was killed by SIGKILL", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(200, session.Tasks.Count);
        Assert.InRange(session.Tasks.Count(task => task["status"] == "crashed"), 2, 100);
    }

    [Fact]
    public async Task AProcessPerTaskGivesEachItsVerdictHoweverManyDie()
    {
        var tasks = await session.TasksAsync(2, session.Crashing(string.Join(',', Enumerable.Repeat("signal:9", 10)), "process", "-w", "2"));

        Assert.All(tasks, task => Assert.Equal(("crashed", "SIGKILL"), (task["status"], task["error_type"])));
    }

    [Fact]
    public async Task TheDeadAreBuriedWhileTheOthersWork()
    {
        using var command = Command.Start(session.Crashing("signal:9,exit:3,segv,block", "process-pool", "-w", "2"));

        await command.UntilAsync(() => session.Processes().Count == 2 && ProcessTable.ChildrenOf(command.Pid).ToArray() is [(_, not 'Z')], "only the blocked worker is left");
    }
}
