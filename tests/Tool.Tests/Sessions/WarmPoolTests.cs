using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Pools that stay for all rounds.</summary>
public sealed class WarmPoolTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EachConfigurationKeepsItsOwnWorkerProcesses()
    {
        var tasks = await TasksOf(Request("pid") with { Executors = ["process-pool", "pool-map"], Workers = WorkerSpec.ParseList(["1,2"]), Times = 8, Rounds = new RoundsSpec(3) });

        var runs = RunsReader.Read(folder["runs.csv"]).Runs.ToDictionary(run => $"{run.Planned.Number}", run => run.Planned.Configuration);
        // Each worker has a record of its own, which no other one overwrites.
        Assert.All(RunsReader.Read(folder["runs.csv"]).Lines, run => Assert.Equal(("ok", ""), (run.Text("status"), run.Text("error") ?? "")));
        var configurations = tasks.GroupBy(task => runs[task.Text("run")!]).ToList();
        Assert.Equal(4, configurations.Count);
        Assert.All(configurations, own => Assert.InRange(own.Select(task => task.Text("pid")).Distinct().Count(), 1, own.Key.Workers));
        Assert.Equal(configurations.Sum(own => own.Select(task => task.Text("pid")).Distinct().Count()), tasks.Select(task => task.Text("pid")).Distinct().Count());
    }

    [Fact]
    public async Task AWorkerThatDiesIsReplacedWithItsPoolAndTheNextRoundIsWhole()
    {
        var tasks = await TasksOf(Request("ok", "signal:9", "ok", "ok") with { Workload = "crashing", Executors = ["process-pool"], Workers = [new WorkerSpec(1)], Rounds = new RoundsSpec(2) });

        Assert.All(tasks.GroupBy(task => task.Text("run")), run => Assert.Equal(["ok", "crashed", "ok", "ok"], run.Select(task => task.Text("status"))));
        Assert.Equal(4, tasks.Select(task => task.Text("pid")).Distinct().Count());
    }

    /// <summary>Each task tells how many its process has run. In this process all workers share that; a worker process has its own.</summary>
    [Theory]
    [InlineData("serial", 1, false, new[] { "11", "12" })]
    [InlineData("serial", 1, true, new[] { "11", "11" })]
    [InlineData("threads", 2, false, new[] { "21", "22" })]
    [InlineData("threads", 2, true, new[] { "21", "21" })]
    [InlineData("process-pool", 1, false, new[] { "11", "12" })]
    public async Task WarmTasksRunBeforeTheFirstRunOfAPool(string executor, int workers, bool isolate, string[] results)
    {
        var tasks = await TasksOf(Request("asked") with
        {
            Executors = [executor],
            Workers = [new WorkerSpec(workers)],
            Isolate = isolate,
            Rounds = new RoundsSpec(2),
            Rules = new TaskRules { WarmTasks = 10 },
        });
        Assert.Equal(results, tasks.Select(task => task.Text("result")));
    }

    [Fact]
    public async Task InAnIsolatedSessionNoPoolStays()
    {
        var tasks = await TasksOf(Request("pid") with { Executors = ["process-pool"], Workers = [new WorkerSpec(1)], Isolate = true, Rounds = new RoundsSpec(3) });
        Assert.Equal(3, tasks.Select(task => task.Text("pid")).Distinct().Count());
    }

    [Fact]
    public async Task HowManyWarmTasksThereWereIsReadBack()
    {
        await TasksOf(Request("asked") with { Executors = ["serial"], Rules = new TaskRules { WarmTasks = 10 } });
        Assert.Equal(10, Assert.Single(RunsReader.Read(folder["runs.csv"]).Sessions).Settings!.Rules.WarmTasks);
    }

    [Fact]
    public void MoreProcessesThanAMachineHoldsAreRefused()
    {
        var request = Request("pid") with { Executors = ["process-pool"], Workers = WorkerSpec.ParseList(["100", "101", "102"]), Times = 200 };
        Assert.StartsWith("Warm pools stay for the whole session, and these would have 303 worker processes", Assert.Throws<PartimeException>(() => Open(request)).Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<CsvLine>> TasksOf(SessionRequest request)
    {
        using (var session = Open(request))
        {
            session.OpenOutputs();
            await session.MeasureAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(15));
        }
        return CsvTable.Read(folder["tasks.csv"], ["run"]).Lines;
    }

    private static Session Open(SessionRequest request) => new(request, TestPlugin.Catalog("Crashing", "Curious"), Tool.Measurement.Machine.Read());

    private SessionRequest Request(params string[] inputs) => new()
    {
        Workload = "curious",
        Inputs = [string.Join(',', inputs)],
        Rounds = new RoundsSpec(1),
        IsWarm = true,
        Outputs = new Outputs(folder["runs.csv"], folder["tasks.csv"], Excel: false),
    };
}
