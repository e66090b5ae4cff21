using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>How many processes there are, and when a fresh one takes the place of another.</summary>
public sealed class WorkerCountTests
{
    [Fact]
    public async Task ThreeWorkersAreThreeProcessesAtOnce()
    {
        using var folder = new TemporaryFolder();
        using var place = new Workplace("curious", "meet:3,meet:3,meet:3", workers: 3, settings: $"folder={folder.Path}");
        var usage = await place.RunAsync();
        Assert.Equal(3, place.Pids.Distinct().Count());
        Assert.Equal(3, usage.Processes);
    }

    [Fact]
    public async Task NoNumberOfTasksMakesMoreWorkersThanWereAskedFor()
    {
        using var folder = new TemporaryFolder();
        using var place = new Workplace("curious", string.Join(',', Enumerable.Repeat("meet:2", 30)), workers: 2, settings: $"folder={folder.Path}");
        var usage = await place.RunAsync();
        Assert.Equal(2, place.Pids.Distinct().Count());
        Assert.Equal(2, usage.Processes);
    }

    [Theory]
    [InlineData("process-pool", "1,2,3", 1, 3)]
    [InlineData("process-pool", "0..20", 10, 2)]
    [InlineData("pool-map", "0..20", 7, 3)]
    [InlineData("process", "0..3", 1, 3)]
    public async Task MoreWorkersThanThereIsWorkForAreNotStarted(string executor, string inputs, int chunkSize, int processes)
    {
        using var place = new Workplace("curious", inputs, workers: 8, chunkSize);
        var usage = await place.RunAsync(executor);
        Assert.All(place.Verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
        Assert.Equal(processes, usage.Processes);
    }

    [Fact]
    public async Task OneProcessServesRunsOneAfterTheOther()
    {
        using var place = new Workplace("curious", "pid");
        var pool = await place.OpenAsync();
        var pids = new HashSet<string>();
        for (var run = 0; run < 3; run++)
        {
            place.Board.Reset(workers: 2, chunkSize: 1);
            await place.RunAsync(pool);
            pids.UnionWith(place.Values);
        }
        await Workplace.CloseAsync(pool);
        Assert.Single(pids);
        Assert.Equal(1, pool.Usage.Processes);
    }

    [Theory]
    [InlineData(1, 2, 6, 3)]
    [InlineData(2, 2, 8, 4)]
    [InlineData(1, 1, 6, 6)]
    [InlineData(2, 1, 7, 7)]
    [InlineData(1, 10, 100, 10)]
    public async Task WorkersAreReplacedAfterSoManyTasksAndNoTaskIsLost(int workers, int maxTasks, int tasks, int processesAtLeast)
    {
        using var place = new Workplace("curious", string.Join(',', Enumerable.Repeat("pid", tasks)), workers, rules: new TaskRules { MaxTasksPerWorker = maxTasks });
        var usage = await place.RunAsync();
        Assert.All(place.Verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
        Assert.All(place.Pids.CountBy(pid => pid), process => Assert.InRange(process.Value, 1, maxTasks));
        Assert.InRange(usage.Processes, processesAtLeast, tasks + workers);
    }

    [Fact]
    public async Task FailingTasksCountTowardsAWorkersReplacementAsOthersDo()
    {
        using var place = new Workplace("crashing", string.Join(',', Enumerable.Repeat("throw", 6)), rules: new TaskRules { MaxTasksPerWorker = 1 });
        await place.RunAsync();
        Assert.All(place.Verdicts, verdict => Assert.Equal(Verdict.Error, verdict));
        Assert.Equal(6, place.Pids.Distinct().Count());
    }

    [Fact]
    public async Task EveryProcessStartsItsWorkloadOnce()
    {
        using var place = new Workplace("curious", string.Join(',', Enumerable.Repeat("starts", 20)), workers: 3);
        await place.RunAsync();
        Assert.All(place.Values, value => Assert.Equal("1", value));
    }
}
