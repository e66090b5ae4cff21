using System.Globalization;
using Partime.EndToEnd.Tests.Workers;

namespace Partime.EndToEnd.Tests.Isolation;

/// <summary>What happens to the process of an isolated run costs that run, and nothing else.</summary>
public sealed class DyingRunTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    private string RunsCsv => session.Files["runs.csv"];

    private IReadOnlyList<Dictionary<string, string>> Runs => Csv.Parse(File.ReadAllText(RunsCsv));

    [Theory]
    [InlineData("signal:9", "SIGKILL", "was killed by SIGKILL")]
    [InlineData("segv", "SIGSEGV", "was killed by SIGSEGV")]
    [InlineData("exit:0", "exit 0", "exited with code 0")]
    [InlineData("exit:3", "exit 3", "exited with code 3")]
    [InlineData("native-exit:42", "exit 42", "exited with code 42")]
    [InlineData("overflow", "SIGABRT", "Trouble.Deeper")]
    public async Task ATaskThatTakesItsProcessWithItCostsOneRunAndIsNamedWithTheReason(string trouble, string errorType, string message)
    {
        (await session.RunAsync(session.Crashing($"ok,{trouble},ok,ok", "serial,process-pool,threads", "-w", "1", "--isolate", "--rounds", "1", "--csv", RunsCsv))).ShouldExitWith(2);

        Assert.Equal([("serial", "error", "1"), ("process-pool", "failed", "3"), ("threads", "error", "1")], Csv.AsNamed(Runs).Select(run => (run["executor"], run["status"], run["tasks_ok"])));
        Assert.All(Runs.Where(run => run["executor"] != "process-pool"), run => AssertLost(run["run"], errorType, message));
        var pooled = Runs.Single(run => run["executor"] == "process-pool")["run"];
        Assert.Equal(["ok", "crashed", "ok", "ok"], session.Tasks.Where(task => task["run"] == pooled).Select(task => task["status"]));
    }

    [Fact]
    public async Task ADeathBeforeTheRunCostsItAllItsTasks()
    {
        (await session.RunAsync(session.Line("lethal-start", "FailingInWorkers", "1,2", "serial", "--isolate", "--rounds", "2", "--csv", RunsCsv))).ShouldExitWith(2);

        Assert.Equal(2, Runs.Count);
        Assert.All(Runs, run => Assert.Contains("was killed by SIGKILL before it was ready. Its last output: goodbye from the start", run["error"], StringComparison.Ordinal));
        Assert.All(session.Tasks, task => Assert.Equal(("cancelled", ""), (task["status"], task["pid"])));
    }

    [Fact]
    public async Task WhatATaskThrowsPrintsOrLeavesBehindCostsNothingMore()
    {
        (await session.RunAsync(session.Crashing("throw,garbage:1,native-garbage:1,threads:2,child,ok", "threads", "-w", "2", "--isolate", "--rounds", "2"))).ShouldExitWith(2);

        Assert.Equal(12, session.Tasks.Count);
        Assert.All(session.Tasks, task => Assert.Equal(task["input"] == "throw" ? "error" : "ok", task["status"]));
    }

    [Fact]
    public async Task FailedTasksAreTriedAgainThereAndFailFastEndsTheSession()
    {
        (await session.RunAsync(session.Crashing("ok,throw,ok", "serial", "--isolate", "--rounds", "3", "--retries", "1", "--fail-fast", "--csv", RunsCsv))).ShouldExitWith(2);

        Assert.Equal("failed", Assert.Single(Runs)["status"]);
        Assert.Equal([("0", "1", "ok"), ("1", "1", "error"), ("1", "2", "error"), ("2", "1", "cancelled")], session.Tasks.Select(task => (task["task"], task["attempt"], task["status"])));
    }

    [Needs("kill")]
    public async Task AProcessThatIsKilledFromOutsideCostsItsRunAndTheNextOneGoesOn()
    {
        using var command = await session.StartAsync(session.Crashing("patient", "serial", "--isolate", "--rounds", "2", "--csv", RunsCsv));
        var beginning = session.BeginningOf("patient");
        var first = File.ReadAllText(beginning);
        Assert.NotEqual(command.Pid, int.Parse(first, CultureInfo.InvariantCulture));

        (await Command.RunAsync(new CommandLine("kill", "-KILL", first))).ShouldExitWith(0);
        await command.UntilAsync(() => File.ReadAllText(beginning) != first, "the second run has begun");
        await command.SignalAsync("INT");
        (await command.EndAsync()).ShouldExitWith(130);

        Assert.Equal(["error", "cancelled"], Runs.Select(run => run["status"]));
        session.AssertNothingIsLeft();
    }

    [Fact]
    public async Task ASecondCtrlCLeavesNoProcess()
    {
        using var command = await session.StartAsync(session.Crashing("ok,spin", "threads", "-w", "2", "--isolate"));
        await command.SignalAsync("INT");
        await command.UntilAsync(() => command.Error.Contains("Once more", StringComparison.Ordinal), "the first signal is answered");
        await command.SignalAsync("INT");
        (await command.EndAsync()).ShouldExitWith(130);

        await session.AssertGoneWithinAsync(Command.Limit);
        session.AssertNothingIsLeft();
    }

    [Fact]
    public async Task WhenPartimeIsKilledTheProcessOfTheRunGoesWithItAndSoDoWhatItStarted()
    {
        using var command = await session.StartAsync(session.Crashing("spin,child,block", "threads", "-w", "3", "--isolate"));
        ProcessTable.Kill(command.Pid);

        await session.AssertGoneWithinAsync(Command.Limit);
        session.AssertNothingIsLeft(command.Pid);
    }

    private void AssertLost(string run, string errorType, string message)
    {
        var tasks = session.Tasks.Where(task => task["run"] == run).ToList();
        Assert.Equal(["ok", "crashed", "cancelled", "cancelled"], tasks.Select(task => task["status"]));
        Assert.Equal((tasks[0]["pid"], errorType), (tasks[1]["pid"], tasks[1]["error_type"]));
        Assert.Contains(message, tasks[1]["error_message"], StringComparison.Ordinal);
        Assert.Equal(("", ""), (tasks[2]["pid"], tasks[2]["worker"]));
        var error = Runs.Single(row => row["run"] == run)["error"];
        Assert.StartsWith($"The run's process {tasks[0]["pid"]} ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
