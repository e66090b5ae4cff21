using System.Globalization;
using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>Worker processes return the results of serial execution.</summary>
public sealed class ResultTests
{
    public static TheoryData<string> Executors => PoolHarness.Executors;

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task OneTaskGivesTheSameResultAsInThisProcess(string executor)
    {
        using var harness = new PoolHarness("sum-squares", "1000");
        await harness.RunAsync(executor);
        Assert.Equal(["332833500"], harness.Values);
    }

    [Theory]
    [InlineData("process-pool", 1)]
    [InlineData("process-pool", 3)]
    [InlineData("process-pool", 6)]
    [InlineData("process-pool", 40)]
    [InlineData("process-pool", 50)]
    [InlineData("process-pool", null)]
    [InlineData("pool-map", 5)]
    public async Task EveryChunkSizeGivesTheSameResultsInTheOrderOfTheInputs(string executor, int? chunkSize)
    {
        using var harness = new PoolHarness("curious", "0..40", workers: 3, chunkSize is { } number ? number : ChunkSize.Auto);
        await harness.RunAsync(executor);
        Assert.Equal(Enumerable.Range(0, 40).Select(number => $"{number * number}"), harness.Values);
    }

    [Fact]
    public async Task MoreWorkersThanSomeSystemsCanWaitForAddUpAThousandTasks()
    {
        using var harness = new PoolHarness("curious", "0..1000", workers: 65);
        await harness.RunAsync();
        Assert.Equal(332_833_500, harness.Values.Sum(value => long.Parse(value, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task AnErrorConcernsOnlyItsTaskAndTheOrderIsKept(string executor)
    {
        using var harness = new PoolHarness("curious", "1,2,zero,4");
        await harness.RunAsync(executor);
        Assert.Equal([Verdict.Ok, Verdict.Ok, Verdict.Error, Verdict.Ok], harness.Verdicts);
        Assert.Equal(["1", "4", "", "16"], harness.Values);
    }

    [Fact]
    public async Task AfterAHundredErrorsTheNextHundredTasksSucceed()
    {
        string[] inputs = [.. Enumerable.Repeat("zero", 100), .. Enumerable.Repeat("3", 100)];
        using var harness = new PoolHarness("curious", string.Join(',', inputs));
        await harness.RunAsync();
        Assert.All(harness.Verdicts[..100], verdict => Assert.Equal(Verdict.Error, verdict));
        Assert.All(harness.Values[100..], value => Assert.Equal("9", value));
    }

    [Fact]
    public async Task AnErrorTellsWhereItCameFromInTheWorker()
    {
        using var harness = new PoolHarness("crashing", "throw");
        await harness.RunAsync();
        var fault = harness.Board.Log.Fault(0)!;
        Assert.Equal(new TaskFault("System.InvalidOperationException", "thrown as told: the cause of it") { Detail = fault.Detail }, fault);
        Assert.Matches(@"at Partime\.TestPlugins\.CrashingWorkload\.Run\(.*\) in .*CrashingWorkload\.cs:line \d+", fault.Detail);
        Assert.Contains("System.FormatException: the cause of it", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnErrorIsTheSameUnderThreadsAndInAWorker()
    {
        using var harness = new PoolHarness("sum-squares", "one");
        await harness.RunAsync();
        var workload = TestPlugin.Catalog().CreateWorkload(TestPlugin.Catalog().FindWorkload("sum-squares"), []).Workload;
        var here = new Board(workload, (index, _) => new WorkItem(index, "one"), new PrivateBoardMemory(new BoardLayout(1, [], KeepValues: false)));
        here.Reset(workers: 1, chunkSize: 1);
        await Bundled.RunAsync("threads", here, workers: 1);
        Assert.Equal(here.Log.Fault(0), harness.Board.Log.Fault(0)! with { Detail = null });
    }

    [Theory]
    [InlineData("undeclared")]
    [InlineData("unwritable")]
    [InlineData("no such question")]
    public async Task TwentyResultsThatCannotBeKeptDoNotEndTheirWorker(string question)
    {
        string[] inputs = ["pid", .. Enumerable.Repeat(question, 20), "pid"];
        using var harness = new PoolHarness("curious", string.Join(',', inputs), workers: 1);
        var usage = await harness.RunAsync();
        Assert.All(harness.Verdicts[1..21], verdict => Assert.Equal(Verdict.Error, verdict));
        Assert.Equal(harness.Values[0], harness.Values[21]);
        Assert.Equal(1, usage.Processes);
    }

    [Fact]
    public async Task AnUnreadableInputDoesNotEndItsWorker()
    {
        using var harness = new PoolHarness("sum-squares", "1,one,1", workers: 1);
        await harness.RunAsync();
        Assert.Equal([Verdict.Ok, Verdict.Error, Verdict.Ok], harness.Verdicts);
        Assert.Single(harness.Pids.Distinct());
    }

    [Fact]
    public async Task ResultsAreBytesThatTheParentDoesNotInterpret()
    {
        using var harness = new PoolHarness("curious", "bytes");
        await harness.RunAsync();
        Assert.Equal([0xFF, 0x00, 0xFE], harness.Board.Log.Value(0).ToArray());
    }

    [Fact]
    public async Task AnInputOfManyMegabytesArrivesWhole()
    {
        const int Letters = 60_000_000;
        using var harness = new PoolHarness("curious", $"length:{new string('é', Letters)}", workers: 1);
        await harness.RunAsync();
        Assert.Equal([$"{Letters}"], harness.Values);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task WithoutTasksNoWorkerIsStarted(string executor)
    {
        using var harness = new PoolHarness("curious", []);
        var usage = await harness.RunAsync(executor);
        Assert.Equal(0, usage.Processes);
    }
}
