using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis.Advices;

public sealed class BreakEvenTests
{
    private static readonly MadeMachine Spin = new();

    [Fact]
    public void AProcessPerTaskHasNoPoolToStart() => Assert.Equal(0, Of(Spin, "serial,process", "4").BreakEvens.Single().PoolSeconds);

    [Theory]
    [InlineData(0.001, 1e-7)]
    [InlineData(0.00001, 1e-5)]
    public void TheBreakEvenIsWhereBothTakeAsLong(double seconds, double dispatch)
    {
        var machine = Spin with { Noise = 0, PoolSeconds = 0.1, TaskSeconds = seconds, DispatchSeconds = dispatch };
        var point = Of(machine, "serial,process-pool", "4").BreakEvens.Single();
        Assert.Equal(0.1, point.PoolSeconds, 6);
        foreach (var at in new[] { machine with { TaskSeconds = point.MinTaskSeconds!.Value }, machine with { Tasks = (int)point.MinTasks!.Value } })
        {
            var (serial, pool) = (at.Run(Planned("serial", 1)).Times.Wall, at.Run(Planned("process-pool", 4)).Times.Wall);
            Assert.InRange(serial / pool, 0.99, 1.01);
        }
    }

    [Fact]
    public void WhereALongTaskDecidesMoreOfThemWouldNotHelp()
    {
        var runs = Spin.Sweep(Spin.PlanOf("serial,threads", "4", "1")).Select(run => run with { IdealSeconds = run.WorkSeconds }).ToList();
        var point = Assert.Single(Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!.BreakEvens);
        Assert.Null(point.MinTasks);
        Assert.NotNull(point.MinTaskSeconds);
    }

    [Fact]
    public void TheBreakEvenOfWhatIsTriedAfterSerialWasDroppedIsKnown()
    {
        var runs = Spin.Sweep(Spin.PlanOf("serial,threads", "4", "1")).Where(run => run.Planned.Configuration.Executor == "serial" == run.Planned.Round < 3).ToList();
        Assert.Equal("threads", Assert.Single(Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!.BreakEvens).Arm.Configuration.Executor);
    }

    [Fact]
    public void TasksThatGainNothingSideBySideHaveNoBreakEven()
    {
        var advice = Of(Spin with { MaxAtOnce = 1 }, "serial,threads,async", "4");
        var points = advice.BreakEvens;
        Assert.Contains("threads × 4 not here: side by side its tasks took so much longer that it saved nothing", BreakEvens(advice), StringComparison.Ordinal);
        Assert.Equal(["async", "threads"], points.Select(point => point.Arm.Configuration.Executor).Order());
        Assert.All(points, point => Assert.Equal((null, null), (point.MinTaskSeconds, point.MinTasks)));
    }

    [Fact]
    public void TasksThatRanOneAfterTheOtherHaveNoBreakEven()
    {
        var runs = Spin.Sweep(Spin.PlanOf("serial,async", "4", "1")).Select(run => run.Planned.Configuration.Workers == 1 ? run
            : run with { WorkerTime = run.WorkerTime! with { Tasks = run.WorkerTime.Wall, Imbalance = run.WorkerTime.Wall * 3, Dispatch = 0, Other = 0 } }).ToList();
        var advice = Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!;
        Assert.All(advice.BreakEvens, point => Assert.True(point.IsOneByOne));
    }

    /// <summary>It follows from one round, and the speed-up from all.</summary>
    [Theory]
    [InlineData(0.001, 3.8, 4.1, false)]
    [InlineData(0.001, 0.9, 1.3, true)]
    [InlineData(0.1, 0.5, 0.7, false)]
    [InlineData(0.1, 0.9, 1.3, false)]
    [InlineData(0.1, 1.1, 1.3, true)]
    [InlineData(null, 1.1, 1.3, true)]
    [InlineData(null, 0.2, 0.3, false)]
    public void ABreakEvenIsLeftOutWhereTheSpeedUpSaysTheContrary(double? pays, double low, double high, bool contradicts)
    {
        var point = Of(Spin, "serial,threads", "4").BreakEvens.Single() with { MinTaskSeconds = pays, SerialTaskSeconds = 0.01 };
        Assert.Equal(contradicts, point.Contradicts(new Estimate((low + high) / 2, new Interval(low, high), 5)));
        Assert.Equal(low > 1 == pays is null or > 0.01, point.Contradicts(new Estimate(low, null, 1)));
    }

    /// <summary>The break-even of the median round would say that it pays.</summary>
    [Fact]
    public void WhereItStaysSerialNoBreakEvenSaysThatItPays()
    {
        var machine = new MadeMachine { MaxAtOnce = 1.1, Noise = 0 };
        double[] seconds = [0.0009, 0.001, 0.0015, 0.0012, 0.001];
        var runs = machine.PlanOf("serial,threads", "4", "1").Runs(round => round <= 5)
            .Select(run => (run.Configuration.Executor == "serial" ? machine : machine with { TaskSeconds = seconds[run.Round - 1] }).Run(run)).ToList();
        var advice = Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!;
        Assert.NotEqual(AdviceVerdict.Parallel, advice.Verdict);
        Assert.DoesNotContain(advice.BreakEvens, point => point.MinTaskSeconds <= point.SerialTaskSeconds);
    }

    private static PlannedRun Planned(string executor, int workers) => new(1, Phase.Measure, 1, 1, new Configuration(executor, workers, 1));

    private static Advice Of(MadeMachine machine, string executors, string workers) => machine.AdviceOf(executors, workers, Advice.DefaultWithin, rounds: 5);

    private static string BreakEvens(Advice advice) => AdviceText.Of(advice, new ConfigurationNames([advice.Chosen.Configuration]))[3];
}
