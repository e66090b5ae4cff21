using System.Globalization;
using Partime.Testing;
using Partime.Tool.Plugins;
using Partime.Tool.Tests.Execution;
using Partime.Tool.Tests.Measurement;

namespace Partime.Tool.Tests.Testing;

/// <summary>A workload run in a unit test, as a plugin's author does.</summary>
[Collection(nameof(Executors))]
public sealed class WorkloadRunTests
{
    private const int TimeLimit = 120_000;

    [Theory(Timeout = TimeLimit)]
    [MemberData(nameof(BundledExecutors.All), MemberType = typeof(BundledExecutors))]
    public async Task EveryInputIsATaskWhoseOutcomeIsWhereTheInputWas(string executor)
    {
        var run = await WorkloadRun.RunAsync(new Halving(), ["8", "7", "-8"], BundledExecutors.Create(executor), workers: 2, chunkSize: 2);

        Assert.Equal([0, 1, 2], run.Tasks.Select(task => task.Index));
        Assert.Equal(["8", "7", "-8"], run.Tasks.Select(task => task.Input));
        Assert.Equal([Verdict.Ok, Verdict.Error, Verdict.Ok], run.Tasks.Select(task => task.Verdict));
        Assert.Equal(["4", "", "-4"], run.Tasks.Select(task => task.Result));
        Assert.All(run.Tasks, task => Assert.InRange(task.Worker!.Value, 0, 1));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task ADurationIsThatOfTheTask()
    {
        var run = await WorkloadRun.RunAsync(new ConformanceWorkload(), ["pause:50", "value:1"]);
        Assert.InRange(run.Tasks[0].Duration, TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(TimeLimit));
        Assert.InRange(run.Tasks[1].Duration, TimeSpan.Zero, run.Tasks[0].Duration);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task ResultsOfEveryKindAreText()
    {
        var values = new string[] { "", "0.5", "ä≥𝄞", new('x', 100_000) };
        var run = await WorkloadRun.RunAsync(Work.Echo, values);
        Assert.Equal(values, run.Tasks.Select(task => task.Result));
    }

    [Theory(Timeout = TimeLimit)]
    [MemberData(nameof(BundledExecutors.All), MemberType = typeof(BundledExecutors))]
    public async Task NumbersAreFormattedAsInPartimeWhateverTheCallersCulture(string executor)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            var run = await WorkloadRun.RunAsync(Work.Of(_ => WorkResult.Of(CultureInfo.CurrentCulture.Name)), ["1", "2"], BundledExecutors.Create(executor));

            Assert.Equal(["", ""], run.Tasks.Select(task => task.Result));
            Assert.Equal("de-DE", CultureInfo.CurrentCulture.Name);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AnExceptionOfATaskIsItsFaultWithItsStackTrace()
    {
        var task = (await WorkloadRun.RunAsync(new Halving(), ["7"])).Tasks.Single();
        Assert.Equal(("System.ArithmeticException", "7 is odd: Overflow or underflow in the arithmetic operation."), (task.Fault!.Type, task.Fault.Message));
        Assert.Contains(nameof(Halving), task.Fault.Detail, StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task MetricsAreThoseThatATaskHasReported()
    {
        var run = await WorkloadRun.RunAsync(new Halving(), ["8", "-8", "7"]);
        Assert.Equal(new Dictionary<string, double> { ["input"] = 8, ["sign"] = 1 }, run.Tasks[0].Metrics);
        Assert.Equal(new Dictionary<string, double> { ["input"] = -8 }, run.Tasks[1].Metrics);
        Assert.Equal(new Dictionary<string, double> { ["input"] = 7 }, run.Tasks[2].Metrics);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AMetricThatIsNotDeclaredIsAnErrorAsInTheTool()
    {
        var run = await WorkloadRun.RunAsync(Work.Of(_ => WorkResult.Of(1).With("bytes", 2)), ["1"]);
        Assert.Equal(Verdict.Error, run.Tasks[0].Verdict);
        Assert.Contains("[Metric(\"bytes\", \"unit\")]", run.Tasks[0].Fault!.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task ARunWithoutInputsHasNoTasks() => Assert.Empty((await WorkloadRun.RunAsync(Work.Echo, [])).Tasks);

    [Fact(Timeout = TimeLimit)]
    public async Task AnOwnExecutorGetsTheRequestedWorkers()
    {
        var executor = new FaultyExecutor();
        var run = await WorkloadRun.RunAsync(new Meeting(3), ["1", "2", "3"], executor, workers: 3);
        Assert.Equal(["met", "met", "met"], run.Tasks.Select(task => task.Result));
        Assert.Equal([0, 1, 2], run.Tasks.Select(task => task.Worker!.Value).Order());
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AnExecutorGetsNoMoreWorkersThanItsMaximum()
    {
        var executor = new Couple();
        await WorkloadRun.RunAsync(Work.Echo, ["1"], executor, workers: 1);
        await WorkloadRun.RunAsync(Work.Echo, ["1"], executor, workers: 5);
        Assert.Equal([1, 2], executor.Asked);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task TasksThatTheExecutorDidNotRunAreCancelledAndHaveNoWorker()
    {
        var run = await WorkloadRun.RunAsync(Work.Echo, ["1", "2"], new MadeExecutor { Run = board => board.Run(1, 0, default) });
        Assert.Equal([Verdict.Cancelled, Verdict.Ok], run.Tasks.Select(task => task.Verdict));
        Assert.Equal("the executor did not start this task", run.Tasks[0].Fault!.Message);
        Assert.Equal((null, TimeSpan.Zero, ""), (run.Tasks[0].Worker, run.Tasks[0].Duration, run.Tasks[0].Result));
    }

    [Theory(Timeout = TimeLimit)]
    [MemberData(nameof(BundledExecutors.All), MemberType = typeof(BundledExecutors))]
    public async Task TasksThatHaveNotStartedAtACancellationAreCancelled(string executor)
    {
        using var cancellation = new CancellationTokenSource();
        var workload = Work.Of(item =>
        {
            cancellation.Cancel();
            return WorkResult.Of(item.Index);
        });
        var run = await WorkloadRun.RunAsync(workload, ["a", "b", "c"], BundledExecutors.Create(executor), workers: 1, cancellationToken: cancellation.Token);
        Assert.Equal([Verdict.Ok, Verdict.Cancelled, Verdict.Cancelled], run.Tasks.Select(task => task.Verdict));
        Assert.Equal("the run was cancelled before this task started", run.Tasks[2].Fault!.Message);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AnExecutorMayThrowWhenItIsCancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        var run = await WorkloadRun.RunAsync(Work.Echo, ["a"], new MadeExecutor { Run = _ => cancelled.ThrowIfCancellationRequested() }, cancellationToken: cancelled);
        Assert.Equal(Verdict.Cancelled, run.Tasks[0].Verdict);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AnExceptionOfTheExecutorIsThrown()
    {
        var stopped = false;
        var executor = new MadeExecutor { Run = _ => throw new TimeoutException("the cluster is gone"), Stop = () => stopped = true };
        var error = await Assert.ThrowsAsync<TimeoutException>(() => WorkloadRun.RunAsync(Work.Echo, ["a"], executor));
        Assert.Equal("the cluster is gone", error.Message);
        Assert.True(stopped);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task InvalidArgumentsAreErrorsBeforeAnythingIsStarted()
    {
        await Assert.ThrowsAsync<ArgumentNullException>("workload", () => WorkloadRun.RunAsync(null!, []));
        await Assert.ThrowsAsync<ArgumentNullException>("inputs", () => WorkloadRun.RunAsync(Work.Echo, null!));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("workers", () => WorkloadRun.RunAsync(Work.Echo, [], workers: 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("chunkSize", () => WorkloadRun.RunAsync(Work.Echo, [], chunkSize: 0));
        var error = await Assert.ThrowsAsync<ArgumentException>("inputs", () => WorkloadRun.RunAsync(Work.Echo, ["a", null!]));
        Assert.StartsWith("The input at index 1 is null", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task OptionsHaveTheDefaultsThatUsersGet()
    {
        var catalog = TestPlugin.Catalog("Options");
        var byTheTool = catalog.CreateWorkload(catalog.FindWorkload("options"), []);
        var create = typeof(WorkloadRun).GetMethod(nameof(WorkloadRun.Create))!.MakeGenericMethod(byTheTool.Workload.GetType());
        var byATest = (IWorkload)create.Invoke(null, null)!;

        Assert.Equal(byTheTool.Parameters, PluginOptions.Read(byATest, byTheTool.Info));
        Assert.Equal("moon", (await WorkloadRun.RunAsync(byATest, ["1"])).Tasks[0].Result);
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData(2)]
    [InlineData(0)]
    public async Task AnOptionThatATestHasSetKeepsItsValue(int level)
    {
        var workload = WorkloadRun.Create<Levelled>();
        Assert.Equal(5, workload.Level);
        workload.Level = level;
        Assert.Equal($"{level}", (await WorkloadRun.RunAsync(workload, ["1"])).Tasks[0].Result);
        Assert.Equal($"{level}", (await WorkloadRun.RunAsync(new Levelled { Level = level }, ["1"])).Tasks[0].Result);
    }

    [Fact]
    public void ADefaultThatIsNotValidIsAnErrorOfThePlugin() => Assert.Equal(
        "The option 'level' of Misled has the Default '10', which is not valid: correct it in its [Option].",
        Assert.Throws<ArgumentException>(WorkloadRun.Create<Misled>).Message);

    private sealed class Levelled : IBlockingWorkload
    {
        [Option("level", "", Default = "5")]
        public int Level { get; set; }

        public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(Level);
    }

    private sealed class Misled : IBlockingWorkload
    {
        [Option("level", "", Default = "10", Max = "9")]
        public int Level { get; init; }

        public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(Level);
    }

    [Metric("input", "")]
    [Metric("sign", "")]
    private sealed class Halving : IBlockingWorkload
    {
        public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
        {
            var number = item.Parse<int>();
            if (number % 2 != 0)
                throw new WorkFailedException($"{number} is odd", new ArithmeticException()).With("input", number);
            var result = WorkResult.Of(number / 2).With("input", number);
            return number > 0 ? result.With("sign", 1) : result;
        }
    }

    [Executor("couple", "At most two.", MaxWorkers = 2)]
    private sealed class Couple : IExecutor
    {
        public List<int> Asked { get; } = [];

        public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
        {
            Asked.Add(request.Workers);
            return new(new MadeExecutor());
        }
    }
}
