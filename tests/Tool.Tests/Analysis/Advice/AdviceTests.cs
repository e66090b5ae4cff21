using NJsonSchema;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis.Advices;

public sealed class AdviceTests
{
    private static readonly MadeMachine Spin = new();

    [Fact]
    public void OfThoseThatAreAboutAsFastTheOneWithTheFewestWorkersIsChosen()
    {
        // 8 workers on 4 CPUs are no faster than 4; 5% decide.
        var advice = Of(Spin, "serial,threads", "2,4,8");
        Assert.Equal((AdviceVerdict.Parallel, "threads:4:1"), (advice.Verdict, advice.Chosen.Configuration.ToString()));
        Assert.InRange(advice.SpeedUp!.Value, 3.8, 4.1);
        Assert.Equal("threads:2:1", Of(Spin, "serial,threads", "2,4,8", within: 1.1).Chosen.Configuration.ToString());
    }

    [Fact]
    public void WhereNothingIsFasterItStaysSerial()
    {
        var advice = Of(new MadeMachine { MaxAtOnce = 1 });
        Assert.Equal((AdviceVerdict.Serial, "serial"), (advice.Verdict, advice.Chosen.Configuration.Executor));
    }

    [Fact]
    public void WhereOneWorkerDidEverythingASeemingGainIsTheMachines()
    {
        var plan = Spin.PlanOf("serial,threads,async", "4", "1");
        // Under async, tasks that compute run one after the other; its rounds found the machine in a fast moment.
        var (slow, fast) = (Spin with { MaxAtOnce = 1 }, Spin with { TaskSeconds = 0.0005 });
        var runs = plan.Runs(round => round <= 5).Select(run => (run.Configuration.Executor == "async" ? fast : slow).Run(run)).ToList();
        var advice = Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!;
        Assert.Equal((AdviceVerdict.Serial, "serial", "threads"), (advice.Verdict, advice.Chosen.Configuration.Executor, advice.Parallel!.Configuration.Executor));
    }

    /// <summary>Behind a lock. Its rounds found the machine in a fast moment, but no two CPUs.</summary>
    [Theory]
    [InlineData(1, AdviceVerdict.Serial)]
    [InlineData(1.3, AdviceVerdict.Parallel)]
    [InlineData(1, AdviceVerdict.Parallel, 0.5)]
    [InlineData(1, AdviceVerdict.Parallel, 1, 1)]
    public void WhereComputingWorkersUsedOneCpuTogetherASeemingGainIsTheMachines(double cpus, object verdict, double share = 1, int waits = 0)
    {
        var machine = Spin with { MaxAtOnce = 1, CpuShare = share };
        var runs = machine.Sweep(machine.PlanOf("serial,threads", "4", "1"))
            .Select(run => run.Planned.Configuration.Workers == 1 ? run with { Noise = run.Noise with { Waits = waits * run.Tasks } } : run with { Times = run.Times with { Wall = 0.75 }, CpuSeconds = 0.75 * cpus * share }).ToList();
        Assert.Equal(verdict, Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!.Verdict);
    }

    /// <summary>Other programs held the CPUs: the workers used one together, and would have used two.</summary>
    [Fact]
    public void WorkersThatWaitedForACpuAreAChoice()
    {
        var runs = Spin.Sweep(Spin.PlanOf("serial,threads", "2", "1"))
            .Select(run => run.Planned.Configuration.Workers == 1 ? run : run with { CpuSeconds = run.Times.Wall, WorkerTime = run.WorkerTime! with { CpuWait = run.Times.Wall } }).ToList();
        Assert.Equal(AdviceVerdict.Parallel, Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!.Verdict);
    }

    [Fact]
    public void WhatOnlySeemsFasterIsNamed()
    {
        var machine = Spin with { MaxAtOnce = 1 };
        var runs = machine.Sweep(machine.PlanOf("serial,threads", "4", "1")).Select(run => run.Planned.Configuration.Workers == 1 ? run : run with { Times = run.Times with { Wall = 0.75 }, CpuSeconds = 0.75 }).ToList();
        var advice = Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!;
        Assert.Contains("threads × 4 seems faster (750 ms), but its workers did one thing after the other", Lines(advice)[^1], StringComparison.Ordinal);
    }

    /// <summary>One worker is serial by another name, and measuring it again helps nobody.</summary>
    [Theory]
    [InlineData(0.75, "threads is faster (750 ms), and not by parallel execution: its one worker runs the code under other conditions")]
    [InlineData(0.97, "no other choice is more than 5% faster")]
    public void OneWorkerIsNoRivalAndNamedIfItIsFaster(double seconds, string said)
    {
        var runs = Spin.Sweep(Spin.PlanOf("serial,threads", "1", "1")).Select(run => run.Planned.Configuration.Executor == "serial" ? run : run with { Times = run.Times with { Wall = seconds } }).ToList();
        var advice = Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!;
        Assert.Equal((AdviceVerdict.Serial, null), (advice.Verdict, advice.Rival));
        Assert.Contains(said, Lines(advice)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void WithMoreComputingWorkersThanCpusAsManyAsCpusAreToBeMeasured()
    {
        Assert.Contains("Measure with 4 workers, too.", Lines(Of(Spin with { CpuWaitShare = 0.5 }, "serial,threads", "8"))[1], StringComparison.Ordinal);
        Assert.DoesNotContain("too.", Lines(Of(Spin with { CpuWaitShare = 0.5 }, "serial,threads", "4,8"))[1], StringComparison.Ordinal);
    }

    [Fact]
    public void BehindALockTheIdleWorkersAreNoImbalance()
    {
        var machine = Spin with { MaxAtOnce = 1, CpuShare = 0, Tasks = 50 };
        var runs = machine.Sweep(machine.PlanOf("serial,threads", "50", "1")).Select(run => run.Planned.Configuration.Workers == 1 ? run
            : run with { WorkerTime = run.WorkerTime! with { Tasks = run.WorkerTime.Wall * 24, Imbalance = run.WorkerTime.Wall * 25.5 } }).ToList();
        var advice = Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!;
        Assert.Equal((AdviceVerdict.Serial, WorkKind.Contended), (advice.Verdict, advice.Work!.Kind));
        Assert.Contains("loses most by contention", Lines(advice)[2], StringComparison.Ordinal);
    }

    [Fact]
    public void NoiseAsLargeAsTheGainIsInconclusive() => Assert.Equal(AdviceVerdict.Inconclusive, Of(new MadeMachine { MaxAtOnce = 1.05, Noise = 0.6 }, rounds: 3).Verdict);

    [Fact]
    public void StayingSerialIsInconclusiveWhereMuchMayBeGained()
    {
        var machine = new MadeMachine { MaxAtOnce = 1.2, Noise = 0 };
        double[] seconds = [0.00072, 0.0012, 0.00192];
        var runs = machine.PlanOf("serial,threads", "4", "1").Runs(round => round <= 3)
            .Select(run => (run.Configuration.Executor == "serial" ? machine : machine with { TaskSeconds = seconds[run.Round - 1] }).Run(run)).ToList();
        var advice = Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!;
        Assert.Equal((AdviceVerdict.Inconclusive, "serial"), (advice.Verdict, advice.Chosen.Configuration.Executor));
        Assert.Contains("threads × 4 may be much faster", Lines(advice)[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.3, "Inconclusive")]
    [InlineData(2, "Parallel")]
    public void InOneRoundOnlyALargeGainCounts(double atOnce, string verdict) =>
        Assert.Equal(Enum.Parse<AdviceVerdict>(verdict), Of(new MadeMachine { MaxAtOnce = atOnce, Noise = 0 }, "serial,threads", "4", rounds: 1).Verdict);

    [Fact]
    public void WhatToMeasureAgainIsNamedOnce()
    {
        var advice = Of(new MadeMachine { MaxAtOnce = 1.3, Noise = 0 }, "serial,threads", "4", rounds: 1);
        Assert.EndsWith("To be surer, measure threads × 4 and serial in more rounds, on a quiet machine.", Lines(advice)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutSerialItIsInconclusive()
    {
        var advice = Of(Spin, "threads", "2,4");
        Assert.Equal((AdviceVerdict.Inconclusive, 4), (advice.Verdict, advice.Chosen.Configuration.Workers));
        Assert.Contains("serial was not measured", Lines(advice)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void OneConfigurationIsNoChoice() => Assert.Null(Advice.Of(Spin.Sweep(Spin.PlanOf("serial", "1", "1")), []));

    [Fact]
    public void FailedRunsAreNoChoice()
    {
        var runs = Spin.Sweep(Spin.PlanOf("serial,threads", "2", "1")).Select(run => run with { Status = RunStatus.Failed }).ToList();
        Assert.Null(Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default)));
    }

    [Fact]
    public void LossesOfRoundsAfterSerialWasDroppedAreKnown()
    {
        var machine = Spin with { MaxAtOnce = 1 };
        var runs = machine.Sweep(machine.PlanOf("serial,threads", "4", "1")).Where(run => run.Planned.Configuration.Executor == "threads" || run.Planned.Round == 1)
            .Select(run => run.Planned is { Configuration.Executor: "threads", Round: 1 } ? run with { Times = run.Times with { Wall = run.Times.Wall * 2 } } : run).ToList();
        Assert.Contains("loses most by contention", Lines(Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!)[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.2, "Use")]
    [InlineData(1.3, "Probably use")]
    public void WhereAnotherChoiceMayBeMuchFasterTheAnswerIsProbable(double gain, string start)
    {
        var advice = Of(Spin);
        Assert.StartsWith($"{start} threads × 4", Lines(advice with { Rival = new Rival(advice.Fastest, new Estimate(1, new Interval(0.9, gain), 5), gain) })[0], StringComparison.Ordinal);
    }

    [Fact]
    public void LessCpuTimeSideBySideIsNoEvidence()
    {
        var advice = Of(Spin);
        Assert.Contains("times the CPU time", Lines(advice)[1], StringComparison.Ordinal);
        Assert.DoesNotContain("times the CPU time", Lines(advice with { Work = advice.Work! with { CpuGrowth = 0.56 } })[1], StringComparison.Ordinal);
    }

    [Fact]
    public void TheAnswerHasFiveLines()
    {
        var lines = Lines(Of(Spin));
        Assert.Equal(5, lines.Count);
        Assert.Matches("^Use threads × 4: 25[0-9] ms \\(.*\\) for 1,000 tasks, [34]\\.[0-9]+ times as fast as serial \\([34]\\.[0-9]+ to [34]\\.[0-9]+\\)\\. It costs .* of CPU time\\.$", lines[0]);
        Assert.StartsWith("The work is cpu-bound: tasks use a CPU for 100% of their time; under threads × 4 they take 1.0", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("threads × 4 loses little: ", lines[2], StringComparison.Ordinal);
        Assert.Matches("process-pool × 4 above 1[0-9][0-9] µs per task, or from 1[0-9][0-9] tasks of this length", lines[3]);
        Assert.StartsWith("Measured in 5 rounds; no other choice is more than 5% faster", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void WithOneRoundTheAnswerIsProbable()
    {
        Assert.StartsWith("Probably use threads × 4", Lines(Of(Spin, "serial,threads", "4", rounds: 1))[0], StringComparison.Ordinal);
        Assert.StartsWith("Probably stay serial", Lines(Of(new MadeMachine { MaxAtOnce = 1 }, rounds: 2))[0], StringComparison.Ordinal);
        // advise may drop serial after a round, and go on with the others.
        var runs = Spin.Sweep(Spin.PlanOf("serial,threads", "4", "1")).Where(run => run.Planned.Configuration.Executor == "threads" || run.Planned.Round < 2).ToList();
        Assert.StartsWith("Probably use threads × 4", Lines(Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void TinyTasksAreToldToGoInLargerChunks()
    {
        var lines = Lines(Of(new MadeMachine { TaskSeconds = 2e-8, Tasks = 100_000, DispatchSeconds = 2e-7 }, "serial,threads", "4"));
        Assert.Contains("threads × 4 loses most by dispatch", lines[2], StringComparison.Ordinal);
        Assert.Contains("larger chunks", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", "but other programs use the CPUs")]
    [InlineData("8", "more workers than CPUs, and they need them at the same time: use fewer")]
    public void WaitsForACpuAreBlamedOnOtherProgramsWhereEachWorkerHasOne(string workers, string cure)
    {
        var lines = Lines(Of(Spin with { CpuGrowth = 1.5, CpuWaitShare = 0.4 }, "serial,threads", workers));
        Assert.Contains("loses most by CPU wait", lines[2], StringComparison.Ordinal);
        Assert.Contains(cure, lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDocumentFitsItsSchema()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "docs", "advice.schema.json"));
        foreach (var advice in new[] { Of(Spin), Of(new MadeMachine { MaxAtOnce = 1.05, Noise = 0.6 }, rounds: 3), Of(Spin, "threads", "2,4"), null })
            Assert.Empty(schema.Validate(AdviceJson.Of(new Conclusion
            {
                Summaries = advice is null ? [] : [advice.Chosen, advice.Fastest],
                Warmup = 0,
                Remarks = [],
                Disturbances = [],
                Problems = ["a"],
                IsComplete = true,
                Advice = advice,
            })));
        Assert.NotEmpty(schema.Validate(AdviceJson.Of(new Conclusion { Summaries = [], Warmup = 0, Remarks = [], Disturbances = [], Problems = [], IsComplete = true }).Replace("inconclusive", "perhaps", StringComparison.Ordinal)));
    }

    private static Advice Of(MadeMachine machine, string executors = MadeMachine.AllExecutors, string workers = "2,4,8", double within = Advice.DefaultWithin, int rounds = 5) =>
        machine.AdviceOf(executors, workers, within, rounds);

    private static IReadOnlyList<string> Lines(Advice advice) => AdviceText.Of(advice, new ConfigurationNames([advice.Chosen.Configuration]));
}
