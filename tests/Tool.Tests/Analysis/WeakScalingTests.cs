using System.Text.RegularExpressions;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis;

/// <summary>Statistics of runs whose tasks grow with the workers: two for each.</summary>
public sealed class WeakScalingTests
{
    [Fact]
    public void TheScaledSpeedUpIsTheWorkThatIsDoneInTheSameTime()
    {
        var summaries = Summaries(Run("serial", 1, 1, 4), Run("threads", 1, 1, 4), Run("threads", 3, 1, 5), Run("serial", 1, 2, 8), Run("threads", 3, 2, 10));
        Assert.Equal((2.4, 0.8, 2), (summaries[2].SpeedUp!.Value, summaries[2].Efficiency!.Value, summaries[2].SpeedUp!.Count), (one, other) => Math.Abs(one.Item1 - other.Item1) + Math.Abs(one.Item2 - other.Item2) < 1e-12);
        Assert.Equal(2.4, summaries[2].SpeedUpOverOne!.Value, 12);
        Assert.Equal((1, 6), (summaries[0].SpeedUp!.Value, summaries[2].Tasks));
        Assert.Null(summaries[2].SpeedUpOfMedians);
    }

    [Fact]
    public void UsefulIsWhatTheSerialRunNeedsForAsManyTasks()
    {
        var serial = WithTimes(Run("serial", 1, 1, 100), tasks: 90, cpuWait: 9);
        var run = WithTimes(Run("threads", 3, 1, 120), tasks: 330, cpuWait: 47);
        var losses = run.LossesAgainst(serial)!;
        Assert.Equal((270, 40, 20), (Math.Round(losses.Useful, 9), Math.Round(losses.Contention!.Value, 9), Math.Round(losses.CpuWait!.Value, 9)));
        Assert.Equal(360, losses.Sum, 9);
        Assert.Equal(270.0 / 360, losses.Efficiencies!.Global, 9);
        // The serial run is no other than before.
        Assert.Equal(90, serial.LossesAgainst(serial)!.Useful);
    }

    [Fact]
    public void TasksThatWaitForEachOtherAreComparedTaskByTask()
    {
        var serial = WithTimes(Run("serial", 1, 1, 100), tasks: 100, cpuWait: 0) with { CpuSeconds = 100, WorkSeconds = 100, ConcurrencyMean = 1 };
        var run = WithTimes(Run("threads", 3, 1, 200), tasks: 590, cpuWait: 0) with { CpuSeconds = 303, WorkSeconds = 590, ConcurrencyMean = 2.95 };
        Assert.Equal("threads × 3: its tasks took 1.97 times as long as under serial, with 5:03 of CPU time instead of 5:00. So they wait for each other, as for a lock.",
            Assert.Single(ShortfallText.Of(Summaries(serial, run))).Replace("0:0", "", StringComparison.Ordinal));
    }

    [Fact]
    public void ThereIsNoAdviceAsNoTwoConfigurationsDoTheSame()
    {
        Observation[] runs = [Run("serial", 1, 1, 4), Run("threads", 2, 1, 4)];
        Assert.Null(Advice.Of(runs, Summaries(runs)));
        Assert.NotNull(Advice.Of([.. runs.Select(Strong)], Summaries([.. runs.Select(Strong)])));
    }

    [Fact]
    public void StrongAndWeakRunsAreNeverSummarisedTogether()
    {
        Observation[] runs = [Run("serial", 1, 1, 4), Strong(Run("serial", 1, 2, 4)), Run("threads", 2, 1, 4), Strong(Run("threads", 2, 2, 4))];
        var summaries = Summaries(runs);
        Assert.Equal([Scale.Weak, Scale.Strong, Scale.Weak, Scale.Strong], summaries.Select(summary => summary.Scenario.Scale));
        Assert.Equal([1, 1, 2, 1], summaries.Select(summary => summary.SpeedUp!.Value));
    }

    [Fact]
    public void TheTableShowsTheEfficiencyAndTheHeadingTheTasksOfAWorker()
    {
        var summaries = Summaries(Run("serial", 1, 1, 4), Run("threads", 3, 1, 5));
        Assert.Equal("moons: weak scaling, 2 tasks per worker, 1 round, no warm-up", SummaryTable.Heading(summaries, warmup: 0));
        var lines = SummaryTable.Of(summaries).ForFile().Split('\n');
        Assert.Matches("scaled vs serial +scaled speed-up .* efficiency$", lines[1]);
        Assert.Single(lines, line => Regex.IsMatch(line, " threads × 3 .* ~2.40 × +█+ +– +0.80$"));
    }

    [Fact]
    public void TheAnswerIsWhatDoesMostWorkIfThatIsShown()
    {
        IReadOnlyList<Summary> Rounds(double seconds) => Summaries([.. Enumerable.Range(1, 3).SelectMany(round => (Observation[])[Run("serial", 1, round, 4), Run("threads", 3, round, seconds)])]);
        Assert.Equal("threads × 3 does most: 2.40 times the work of serial in the same time (2.40 to 2.40), 0.80 per worker.", Answer(Rounds(5)));
        Assert.Equal("It is not shown that more workers do more work than serial in the same time.", Answer(Rounds(12)));

        static string Answer(IReadOnlyList<Summary> summaries) => AdviceText.WithoutChoice(summaries, new ConfigurationNames(summaries.Select(summary => summary.Configuration)), isComplete: true, isOneOfSeveral: false);
    }

    private static IReadOnlyList<Summary> Summaries(params Observation[] runs) => Summary.Of(runs, EquivalenceBand.Default);

    private static Observation Run(string executor, int workers, int round, double seconds) =>
        (MadeRun.Of([.. Enumerable.Repeat("1", 2 * workers)]) with { Executor = executor, Workers = workers, Round = round, Seconds = (0, seconds, 0), Scale = Scale.Weak }).Observation();

    private static Observation Strong(Observation run) => run with { Scenario = run.Scenario with { Scale = Scale.Strong } };

    /// <summary>What is not spent in tasks is imbalance.</summary>
    private static Observation WithTimes(Observation run, double tasks, double cpuWait) => run with
    {
        WorkerTime = new WorkerTime
        {
            Workers = run.Planned.Configuration.Workers,
            Wall = run.Times.Wall,
            Tasks = tasks,
            Imbalance = (run.Times.Wall * run.Planned.Configuration.Workers) - tasks,
            MaxBusy = run.Times.Wall,
            CpuWait = cpuWait,
        },
    };
}
