using System.Globalization;

namespace Partime.EndToEnd.Tests.Workers;

public sealed class UntidyTaskTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("process-pool", "garbage:5")]
    [InlineData("process-pool", "native-garbage:5")]
    [InlineData("process", "garbage:5")]
    [InlineData("pool-map", "native-garbage:5")]
    public async Task WhatATaskPrintsStaysOutOfTheDataAndHoldsNothingUp(string executor, string trouble)
    {
        var result = (await session.RunAsync(session.Crashing($"{trouble},ok,{trouble}", executor, "-w", "2", "--csv", "-"))).ShouldExitWith(0);

        var run = Assert.Single(Csv.Parse(result.Output));
        Assert.Equal(("3", "ok"), (run["tasks_ok"], run["status"]));
        Assert.All(session.Tasks, task => Assert.Equal((task["pid"], ""), (task["result"], task["error_message"])));
    }

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    [InlineData("pool-map")]
    public async Task ATaskThatClosesEveryDescriptorEndsTheRunForNobodyElse(string executor)
    {
        // The runtime may survive that or not: it is a verdict either way.
        var line = session.Crashing("ok,close,ok,ok", executor, "-w", "1");
        var result = await session.RunAsync(line);

        Assert.InRange(result.ExitCode, 0, 2);
        Assert.Equal(4, session.Tasks.Count);
        Assert.Contains(session.Tasks[1]["status"], (string[])["ok", "crashed", "error"]);
        Assert.All(session.Tasks.Where(task => task["input"] == "ok"), task => Assert.Equal("ok", task["status"]));
    }

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    public async Task ThreadsLeftBehindKeepNoWorker(string executor)
    {
        var tasks = await session.TasksAsync(0, session.Crashing("threads:3,ok", executor, "-w", "1"));

        Assert.All(tasks, task => Assert.Equal("ok", task["status"]));
    }

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    public async Task AGrandchildIsGoneAfterTheRun(string executor)
    {
        var tasks = await session.TasksAsync(0, session.Crashing("child,ok", executor, "-w", "1"));

        Assert.NotEqual(tasks[0]["pid"], tasks[0]["result"]);
        // That nothing of the session is left was looked at; that its own parent has buried the child is for the system.
        Assert.DoesNotContain(int.Parse(tasks[0]["result"], CultureInfo.InvariantCulture), session.Processes());
    }

    [Theory]
    [InlineData("process-pool", 20)]
    [InlineData("process", 10)]
    public async Task AResultOfManyMegabytesArrivesWhole(string executor, int megabytes)
    {
        var tasks = await session.TasksAsync(0, session.Crashing($"ok,big:{megabytes},ok", executor, "-w", "1"));

        Assert.All(tasks, task => Assert.Equal("ok", task["status"]));
        Assert.Equal(megabytes * 1_000_000, tasks[1]["result"].Length);
        Assert.True(tasks[1]["result"].All(letter => letter == 'x'), "something else got into the result");
    }

    [Fact]
    public async Task WorkersHoldTheSameDescriptorsHoweverManyThereAre()
    {
        var few = await session.TasksAsync(0, session.Crashing("descriptors", "process-pool", "-w", "1"));
        File.Delete(session.Files["tasks.csv"]);
        var many = await session.TasksAsync(0, session.Crashing(string.Join(',', Enumerable.Repeat("descriptors", 10)), "process", "-w", "8"));

        Assert.All(many, task => Assert.Equal(few[0]["result"], task["result"]));
    }
}
