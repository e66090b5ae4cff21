using System.Globalization;
using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>What comes back from worker processes is what serial execution would have given.</summary>
public sealed class ResultTests
{
    public static TheoryData<string> Executors => Workplace.Executors;

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task OneTaskGivesWhatItGivesHere(string executor)
    {
        using var place = new Workplace("sum-squares", "1000");
        await place.RunAsync(executor);
        Assert.Equal(["332833500"], place.Values);
    }

    [Theory]
    [InlineData("process-pool", 1)]
    [InlineData("process-pool", 3)]
    [InlineData("process-pool", 6)]
    [InlineData("process-pool", 40)]
    [InlineData("process-pool", 50)]
    [InlineData("process-pool", null)]
    [InlineData("pool-map", 5)]
    [InlineData("process", 1)]
    public async Task EveryChunkSizeGivesTheSameResultsInTheOrderOfTheInputs(string executor, int? chunkSize)
    {
        using var place = new Workplace("curious", "0..40", workers: 3, chunkSize is { } number ? number : ChunkSize.Auto);
        await place.RunAsync(executor);
        Assert.Equal(Enumerable.Range(0, 40).Select(number => $"{number * number}"), place.Values);
    }

    [Fact]
    public async Task MoreWorkersThanSomeSystemsCanWaitForAddUpAThousandTasks()
    {
        using var place = new Workplace("curious", "0..1000", workers: 65);
        await place.RunAsync();
        Assert.Equal(332_833_500, place.Values.Sum(value => long.Parse(value, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task AnErrorIsItsTasksAloneAndTheOrderIsKept(string executor)
    {
        using var place = new Workplace("curious", "1,2,zero,4");
        await place.RunAsync(executor);
        Assert.Equal([Verdict.Ok, Verdict.Ok, Verdict.Error, Verdict.Ok], place.Verdicts);
        Assert.Equal(["1", "4", "", "16"], place.Values);
    }

    [Fact]
    public async Task AHundredErrorsAreAHundredVerdictsAndTheNextHundredTasksAreDone()
    {
        string[] inputs = [.. Enumerable.Repeat("zero", 100), .. Enumerable.Repeat("3", 100)];
        using var place = new Workplace("curious", string.Join(',', inputs));
        await place.RunAsync();
        Assert.All(place.Verdicts[..100], verdict => Assert.Equal(Verdict.Error, verdict));
        Assert.All(place.Values[100..], value => Assert.Equal("9", value));
    }

    [Fact]
    public async Task AnErrorTellsWhereItCameFromInTheWorker()
    {
        using var place = new Workplace("crashing", "throw");
        await place.RunAsync();
        var fault = place.Board.Log.Fault(0)!;
        Assert.Equal(new TaskFault("System.InvalidOperationException", "thrown as told") { Detail = fault.Detail }, fault);
        Assert.Matches(@"at Partime\.TestPlugins\.CrashingWorkload\.Run\(.*\) in .*CrashingWorkload\.cs:line \d+", fault.Detail);
        Assert.Contains("System.FormatException: the cause of it", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnErrorIsTheSameUnderThreadsAndInAWorker()
    {
        using var place = new Workplace("sum-squares", "one");
        await place.RunAsync();
        var workload = TestPlugin.Catalog().CreateWorkload(TestPlugin.Catalog().FindWorkload("sum-squares"), []).Workload;
        var here = new Board(workload, index => new WorkItem(index, "one"), new BoardLayout(1, [], KeepValues: false));
        here.Reset(workers: 1, chunkSize: 1);
        await Bundled.RunAsync("threads", here, workers: 1);
        Assert.Equal(here.Log.Fault(0), place.Board.Log.Fault(0)! with { Detail = null });
    }

    [Theory]
    [InlineData("undeclared")]
    [InlineData("unwritable")]
    [InlineData("no such question")]
    public async Task TwentyResultsThatCannotBeKeptCostTheWorkerNothing(string question)
    {
        string[] inputs = ["pid", .. Enumerable.Repeat(question, 20), "pid"];
        using var place = new Workplace("curious", string.Join(',', inputs), workers: 1);
        var usage = await place.RunAsync();
        Assert.All(place.Verdicts[1..21], verdict => Assert.Equal(Verdict.Error, verdict));
        Assert.Equal(place.Values[0], place.Values[21]);
        Assert.Equal(1, usage.Processes);
    }

    [Fact]
    public async Task AnInputThatCannotBeReadLeavesItsWorkerAlone()
    {
        using var place = new Workplace("sum-squares", "1,one,1", workers: 1);
        await place.RunAsync();
        Assert.Equal([Verdict.Ok, Verdict.Error, Verdict.Ok], place.Verdicts);
        Assert.Single(place.Pids.Distinct());
    }

    [Fact]
    public async Task ResultsAreBytesThatTheParentDoesNotInterpret()
    {
        using var place = new Workplace("curious", "bytes");
        await place.RunAsync();
        Assert.Equal([0xFF, 0x00, 0xFE], place.Board.Log.Value(0).ToArray());
    }

    [Fact]
    public async Task AnInputOfManyMegabytesArrivesWhole()
    {
        const int Letters = 60_000_000;
        using var place = new Workplace("curious", $"length:{new string('é', Letters)}", workers: 1);
        await place.RunAsync();
        Assert.Equal([$"{Letters}"], place.Values);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task NoTasksAreDoneAtOnceByNobody(string executor)
    {
        using var place = new Workplace("curious", "0..0");
        var usage = await place.RunAsync(executor);
        Assert.Equal(0, usage.Processes);
    }
}
