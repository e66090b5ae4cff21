using Partime.Tool.Planning;
using static Partime.Tool.Tests.Planning.TaskInputsExtensions;

namespace Partime.Tool.Tests.Planning;

public sealed class PlanTests
{
    private static readonly PlannedExecutor Serial = new("serial", MaxWorkers: 1);
    private static readonly PlannedExecutor Threads = new("threads", MaxWorkers: 0);
    private static readonly PlannedExecutor Pairs = new("pairs", MaxWorkers: 2);

    [Fact]
    public void EveryExecutorMeetsEveryNumberOfWorkersInTheOrderGiven() =>
        Assert.Equal(
            ["threads 4 5", "threads 1 5", "async 4 5", "async 1 5"],
            Shown(Create([Threads, new PlannedExecutor("async", 0)], ["4,1"], chunkSize: 5)));

    [Fact]
    public void TheSerialExecutorHasOneConfiguration() =>
        Assert.Equal(["serial 1 1", "threads 2 1", "threads 4 1", "threads 8 1"], Shown(Create([Serial, Threads], ["2,4,8"])));

    [Fact]
    public void AnExecutorNeverGetsMoreWorkersThanItCanUse() => Assert.Equal(["pairs 1 1", "pairs 2 1"], Shown(Create([Pairs], ["1..9"])));

    [Fact]
    public void TheSameExecutorTwiceIsPlannedOnce() => Assert.Equal(["threads 2 1"], Shown(Create([Threads, Threads], ["2"])));

    [Fact]
    public void TheSameNumberOfWorkersTwiceIsPlannedOnce() => Assert.Equal(["threads 2 1", "threads 1 1", "threads 3 1"], Shown(Create([Threads], ["2,1..4", "2,tasks"])));

    [Fact]
    public void AnExecutorsDefaultWorkersAreForUsersWhoNameNone()
    {
        var own = Threads with { DefaultWorkers = WorkerSpec.ParseList(["5,tasks"]) };
        Assert.Equal(["threads 5 1", "threads 3 1"], Shown(Create([own], [])));
        Assert.Equal(["threads 2 1"], Shown(Create([own], ["2"])));
    }

    [Fact]
    public void ByDefaultTheNumberOfTasksDecides() => Assert.Equal(["threads 3 1"], Shown(Create([Threads], [])));

    [Fact]
    public void WarmUpsComeFirstAndRoundsAreNumberedWithinTheirPhase()
    {
        var plan = Create([Serial, Threads], ["2"], warmup: 1, rounds: 2);
        var runs = Runs(plan);
        Assert.Equal(
            ["1 Warmup 1.1", "2 Warmup 1.2", "3 Measure 1.1", "4 Measure 1.2", "5 Measure 2.1", "6 Measure 2.2"],
            runs.Select(run => $"{run.Number} {run.Phase} {run.Round}.{run.Order}"));
        Assert.All(runs.Chunk(2), round => Assert.Equal(["serial", "threads"], round.Select(run => run.Configuration.Executor).Order()));
        Assert.Equal(runs[2..4], plan.Round(Phase.Measure, 1));
    }

    [Fact]
    public void EveryChunkSizeMeetsEveryNumberOfWorkersOnce()
    {
        var plan = Plan.Create(Inputs("0..80"), [Serial, Threads], WorkerSpec.ParseList(["2,4"]), ChunkSpec.ParseList(["1,pool", "10"]), warmup: 0, new RoundsSpec(1));
        Assert.Equal(["serial 1 1", "serial 1 20", "serial 1 10", "threads 2 1", "threads 2 10", "threads 4 1", "threads 4 5", "threads 4 10"], Shown(plan));
    }

    [Fact]
    public void WithoutAFixedNumberTheRoundsEndWhenNoOtherIsRequested()
    {
        var plan = Plan.Create(Inputs("a,b"), [Serial, Threads], [new WorkerSpec(2)], [], warmup: 1, RoundsSpec.Auto);
        var asked = new List<int>();
        var runs = plan.Runs(round =>
        {
            asked.Add(round);
            return round < 3;
        }).ToArray();
        Assert.Equal([1, 2, 3], asked);
        Assert.Equal(2 * 3, runs.Length);
        Assert.Null(plan.RunCount);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(1, 0)]
    public void TheNumberOfRunsIsKnownBeforehand(int warmup, int rounds)
    {
        var plan = Create([Serial, Threads], ["1,2,4"], warmup: warmup, rounds: rounds);
        Assert.Equal(4 * (warmup + rounds), plan.RunCount);
        Assert.Equal(plan.RunCount, Runs(plan).Length);
    }

    private static Plan Create(PlannedExecutor[] executors, string[] workers, int chunkSize = 1, int warmup = 0, int rounds = 1) =>
        Plan.Create(Inputs("a,b,c"), executors, WorkerSpec.ParseList(workers), [ChunkSpec.Parse($"{chunkSize}")], warmup, new RoundsSpec(rounds));

    private static PlannedRun[] Runs(Plan plan) => [.. plan.Runs(round => round <= plan.Rounds.Fixed)];

    private static IEnumerable<string> Shown(Plan plan) =>
        plan.Configurations.Select(configuration => $"{configuration.Executor} {configuration.Workers} {configuration.ChunkSize}");

    [Fact]
    public void BillionsOfRunsAreCounted() =>
        Assert.Equal(4_000_000_000, new Plan(new TaskInputs([], times: 1), [new Configuration("a", 1, 1), new Configuration("b", 1, 1)], 1_000_000_000, new RoundsSpec(1_000_000_000)).RunCount);
}
