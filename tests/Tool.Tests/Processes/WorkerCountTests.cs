using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>How many processes there are, and when one replaces another.</summary>
public sealed class WorkerCountTests
{
    [Fact]
    public async Task ThreeWorkersAreThreeProcessesAtOnce()
    {
        using var folder = new TemporaryFolder();
        using var harness = new PoolHarness("curious", "meet:3,meet:3,meet:3", workers: 3, settings: $"folder={folder.Path}");
        var usage = await harness.RunAsync();
        Assert.Equal(3, harness.Pids.Distinct().Count());
        Assert.Equal(3, usage.Processes);
    }

    [Fact]
    public async Task HoweverManyTasksThereAreNoMoreWorkersStartThanRequested()
    {
        using var folder = new TemporaryFolder();
        using var harness = new PoolHarness("curious", string.Join(',', Enumerable.Repeat("meet:2", 30)), workers: 2, settings: $"folder={folder.Path}");
        var usage = await harness.RunAsync();
        Assert.Equal(2, harness.Pids.Distinct().Count());
        Assert.Equal(2, usage.Processes);
    }

    [Theory]
    [InlineData("process-pool", "1,2,3", 1, 3)]
    [InlineData("process-pool", "0..20", 10, 2)]
    [InlineData("pool-map", "0..20", 7, 3)]
    [InlineData("process", "0..3", 1, 3)]
    public async Task NoMoreWorkersStartThanThereAreChunks(string executor, string inputs, int chunkSize, int processes)
    {
        using var harness = new PoolHarness("curious", inputs, workers: 8, chunkSize);
        var usage = await harness.RunAsync(executor);
        Assert.All(harness.Verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
        Assert.Equal(processes, usage.Processes);
    }

    [Fact]
    public async Task OneProcessServesRunsOneAfterTheOther()
    {
        using var harness = new PoolHarness("curious", "pid");
        var pool = await harness.OpenAsync();
        var pids = new HashSet<string>();
        for (var run = 0; run < 3; run++)
        {
            harness.Board.Reset(workers: 2, chunkSize: 1);
            await harness.RunAsync(pool);
            pids.UnionWith(harness.Values);
        }
        await PoolHarness.CloseAsync(pool);
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
        using var harness = new PoolHarness("curious", string.Join(',', Enumerable.Repeat("pid", tasks)), workers, rules: new TaskRules { MaxTasksPerWorker = maxTasks });
        var usage = await harness.RunAsync();
        Assert.All(harness.Verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
        Assert.All(harness.Pids.CountBy(pid => pid), process => Assert.InRange(process.Value, 1, maxTasks));
        Assert.InRange(usage.Processes, processesAtLeast, tasks + workers);
    }

    [Fact]
    public async Task FailingTasksCountTowardsAWorkersReplacementAsOthersDo()
    {
        using var harness = new PoolHarness("crashing", string.Join(',', Enumerable.Repeat("throw", 6)), rules: new TaskRules { MaxTasksPerWorker = 1 });
        await harness.RunAsync();
        Assert.All(harness.Verdicts, verdict => Assert.Equal(Verdict.Error, verdict));
        Assert.Equal(6, harness.Pids.Distinct().Count());
    }

    [Fact]
    public async Task EveryProcessStartsItsWorkloadOnce()
    {
        using var harness = new PoolHarness("curious", string.Join(',', Enumerable.Repeat("starts", 20)), workers: 3);
        await harness.RunAsync();
        Assert.All(harness.Values, value => Assert.Equal("1", value));
    }
}
