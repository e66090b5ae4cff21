using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis.Advices;

public sealed class AdaptiveSearchTests
{
    private static readonly SearchGoal Goal = new(Within: 0.05, Budget: TimeSpan.FromMinutes(5));

    public static TheoryData<string> Machines => [.. Planted.Keys];

    private static readonly Dictionary<string, MadeMachine> Planted = new()
    {
        ["spin"] = new(),
        ["wait"] = new() { CpuShare = 0.002, TaskSeconds = 0.01, Tasks = 200 },
        ["wait for a server with 8 places"] = new() { CpuShare = 0.002, TaskSeconds = 0.01, Tasks = 200, MaxAtOnce = 8 },
        ["lock"] = new() { MaxAtOnce = 1 },
        ["tiny tasks"] = new() { TaskSeconds = 2e-8, Tasks = 100_000, DispatchSeconds = 2e-7 },
        ["half compute, half wait"] = new() { CpuShare = 0.5, TaskSeconds = 0.005, Tasks = 400 },
        ["memory"] = new() { CpuGrowth = 3.9 },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public void ItAgreesWithTheFullSweepInAThirdOfTheTime(string kind)
    {
        var machine = Planted[kind];
        var plan = machine.PlanOf();
        var (found, spent) = Search(machine, plan, Goal);
        var sweep = machine.Sweep(plan, rounds: 3);

        var (advice, best) = (AdviceOf(found), AdviceOf(sweep));
        Assert.Equal(best.Verdict, advice.Verdict);
        // The same, or another that is about as fast with as few workers.
        Assert.InRange(MedianOf(sweep, advice.Chosen.Configuration) / best.Fastest.Wall!.Median.Value, 0, 1.08);
        Assert.InRange(advice.Chosen.Configuration.Workers, 1, Math.Max(best.Chosen.Configuration.Workers, 2));
        Assert.InRange(spent / sweep.Sum(run => run.Times.Wall), 0, 1 / 3.0);
    }

    [Fact]
    public void TheFirstRunIsSerialAndDecidesHowManyWorkersToBeginWith()
    {
        static IEnumerable<int> First(MadeMachine machine) => machine is var made && new AdaptiveSearch(made.PlanOf(), Goal, made.Cpus) is var search
            ? Runs(made, search).TakeWhile(run => run.Planned.Round == 1).Select(run => run.Planned.Configuration.Workers).Distinct().ToList() : [];

        Assert.Equal([1, 4], First(new MadeMachine()));
        Assert.Equal([1, 32], First(new MadeMachine { CpuShare = 0.01 }));
        Assert.Equal([1, 8], First(new MadeMachine { CpuShare = 0.5 }));
        Assert.Equal([1, 2], First(new MadeMachine { CpuShare = 0.01, Tasks = 3 }));
    }

    [Fact]
    public void TasksThatComputeAreNeverGivenMoreWorkersThanCpus()
    {
        // A lock leaves CPUs idle.
        var machine = new MadeMachine { MaxAtOnce = 1 };
        Assert.All(Search(machine, machine.PlanOf(), Goal).Runs, run => Assert.InRange(run.Planned.Configuration.Workers, 1, 4));
    }

    [Fact]
    public void ARunOfSerialThatOtherProgramsDisturbedMakesNoTasksWait()
    {
        var machine = new MadeMachine { MaxAtOnce = 1.5, Noise = 0.3 };
        var search = new AdaptiveSearch(machine.PlanOf(), Goal, machine.Cpus);
        foreach (var planned in search.Runs())
        {
            Assert.InRange(planned.Configuration.Workers, 1, 4);
            var run = machine.Run(planned);
            search.Add(planned is { Round: > 1, Configuration.Executor: "serial" } ? run with { CpuSeconds = run.CpuSeconds / 2 } : run);
        }
    }

    [Fact]
    public void NoiseEndsTheSearchAfterTwentyRounds()
    {
        var machine = new MadeMachine { Noise = 0.15, MaxAtOnce = 1 };
        var runs = Search(machine, machine.PlanOf("serial,threads", "4", "1"), Goal with { Budget = TimeSpan.FromDays(1), Within = 0.0001 }).Runs;
        Assert.Equal(20, runs.Max(run => run.Planned.Round));
    }

    [Fact]
    public void WhatIsTwiceAsSlowIsNotMeasuredAgain()
    {
        var machine = new MadeMachine { CpuShare = 0.01 };
        var runs = Runs(machine, new AdaptiveSearch(machine.PlanOf(), Goal with { Budget = TimeSpan.FromSeconds(15) }, machine.Cpus)).ToList();
        Assert.Single(runs, run => run.Planned.Configuration.Executor == "serial");
    }

    /// <summary>It takes a second.</summary>
    [Fact]
    public void SerialSharesThreeRoundsWithTheFastestWhereThatCostsLittle()
    {
        var machine = new MadeMachine { CpuShare = 0.01 };
        var runs = Runs(machine, new AdaptiveSearch(machine.PlanOf(), Goal with { Budget = TimeSpan.FromSeconds(30) }, machine.Cpus)).ToList();
        var fastest = runs.GroupBy(run => run.Planned.Configuration).MinBy(own => own.Average(run => run.Times.Wall))!.Select(run => run.Planned.Round);
        Assert.Equal(3, runs.Count(run => run.Planned.Configuration.Executor == "serial" && fastest.Contains(run.Planned.Round)));
    }

    /// <summary>Noise makes one the fastest that was added when serial had been dropped.</summary>
    [Fact]
    public void WhatBecomesTheFastestLaterIsComparedWithSerialToo()
    {
        for (var noise = 0.02; noise < 0.1; noise += 0.01)
        {
            var machine = new MadeMachine { MaxAtOnce = 1.3, Cpus = 2, CpuShare = 0.5, Noise = noise };
            var search = new AdaptiveSearch(machine.PlanOf(), Goal, machine.Cpus);
            var arms = Arm.AllOf(Runs(machine, search).ToList());
            var fastest = arms.MinBy(arm => LogMedian.Of(arm.SoundSeconds).Median)!;
            var serial = arms.Single(arm => arm.Configuration.Executor == "serial");
            Assert.True(fastest == serial || fastest.SpeedUpOver(serial)?.Interval is not null, $"with noise of {noise}, {fastest.Configuration} shares {fastest.SpeedUpOver(serial)?.Count} rounds with serial");
        }
    }

    [Fact]
    public void EveryConfigurationOfARoundHasAPlaceOfItsOwn()
    {
        var runs = Runs(new MadeMachine(), new AdaptiveSearch(new MadeMachine().PlanOf(), Goal, 4)).ToList();
        Assert.Equal(Enumerable.Range(1, runs.Count), runs.Select(run => run.Planned.Number));
        foreach (var round in runs.GroupBy(run => run.Planned.Round))
        {
            Assert.Equal(Enumerable.Range(1, round.Count()), round.Select(run => run.Planned.Order));
            Assert.Equal(round.Count(), round.Select(run => run.Planned.Configuration).Distinct().Count());
        }
    }

    [Fact]
    public void TheBudgetEndsTheSearchAndTheFirstRoundMayExceedIt()
    {
        var steps = new List<SearchStep>();
        var (machine, search) = (new MadeMachine(), new AdaptiveSearch(new MadeMachine().PlanOf(), Goal with { Budget = TimeSpan.FromSeconds(1.2), Decided = steps.Add }, 4));
        var runs = Runs(machine, search).ToList();
        Assert.True(search.IsBudgetSpent);
        Assert.All(runs, run => Assert.Equal(1, run.Planned.Round));
        Assert.Equal(4, runs.Count);
        // No round is announced that is not measured.
        Assert.Single(steps);
    }

    /// <summary>The progress bar divides by it, and ends itself if that makes no sense.</summary>
    [Fact]
    public void MoreRunsAreExpectedThanWereAskedFor()
    {
        var (machine, search) = (new MadeMachine { CpuShare = 0.01 }, new AdaptiveSearch(new MadeMachine().PlanOf(), Goal, 4));
        foreach (var planned in search.Runs())
        {
            Assert.InRange(planned.Number, 1, search.ExpectedRuns);
            search.Add(machine.Run(planned));
        }
    }

    [Fact]
    public void RunsThatNeverCountEndTheSearch()
    {
        var (machine, search) = (new MadeMachine(), new AdaptiveSearch(new MadeMachine().PlanOf(), Goal, 4));
        var asked = 0;
        foreach (var planned in search.Runs())
        {
            asked++;
            search.Add(machine.Run(planned) with { Status = RunStatus.Suspended });
        }
        Assert.Equal(4, asked);
    }

    /// <summary>Each doubling gains less: 2 / (1 + 1 / W).</summary>
    [Fact]
    public void AnotherStepIsTriedOnlyIfTheLastOneGainedATenth()
    {
        var machine = new MadeMachine { CpuShare = 0.02, MaxAtOnce = 34, Noise = 0 };
        var runs = Runs(machine, new AdaptiveSearch(machine.PlanOf("serial,threads", chunks: "1"), Goal with { Within = 0 }, machine.Cpus)).ToList();
        // 32 is the first look, and 64 a step that gains 6%; with 128, nothing would be known of it.
        Assert.Equal([1, 32, 64], runs.Select(run => run.Planned.Configuration.Workers).Distinct().Order());
        var many = Runs(machine, new AdaptiveSearch(machine.PlanOf("serial,threads", "1,2,4,8,16,32,64,128", "1"), Goal with { Within = 0 }, machine.Cpus)).ToList();
        Assert.DoesNotContain(many, run => run.Planned.Configuration.Workers == 128);
    }

    [Fact]
    public void AFailureEndsTheSearch()
    {
        var (machine, search) = (new MadeMachine(), new AdaptiveSearch(new MadeMachine().PlanOf(), Goal, 4));
        var runs = new List<Observation>();
        foreach (var planned in search.Runs())
        {
            runs.Add(machine.Run(planned) with { Status = RunStatus.Failed });
            search.Add(runs[^1]);
        }
        Assert.All(runs, run => Assert.Equal(1, run.Planned.Round));
    }

    [Fact]
    public void EachStepTellsWhatIsNewAndWhatIsDropped()
    {
        var (machine, steps) = (new MadeMachine { CpuShare = 0.01 }, new List<SearchStep>());
        var search = new AdaptiveSearch(machine.PlanOf(), Goal with { Budget = TimeSpan.FromSeconds(15), Decided = steps.Add }, 4);
        _ = Runs(machine, search).ToList();
        Assert.Equal(["threads:32:1", "async:32:1", "process-pool:32:1"], steps[0].Added.Select(added => added.ToString()));
        Assert.Contains(steps[1].Dropped, dropped => dropped is { Configuration.Executor: "serial", Ratio: > 20 });
        Assert.Contains(steps[1].Added, added => added is { Executor: "threads", Workers: 64 });
    }

    [Fact]
    public void AStepIsToldInOneSentenceAndARepetitionIsNot()
    {
        Configuration threads = new("threads", 2, 1), more = new("threads", 4, 1), serial = new("serial", 1, 1);
        Assert.Equal("Round 1: threads × 2.", SearchText.Of(new SearchStep(1, [threads], [threads], [])));
        Assert.Equal("Round 2: also threads × 4; no longer serial (takes 2.50 times as long as the fastest).", SearchText.Of(new SearchStep(2, [threads, more], [more], [new Dropped(serial, 2.5)])));
        Assert.Equal("Round 3: no longer serial (takes 1.60 times as long as the fastest).", SearchText.Of(new SearchStep(3, [threads], [], [new Dropped(serial, 1.6)])));
        Assert.Null(SearchText.Of(new SearchStep(4, [threads], [], [])));
    }

    private static (IReadOnlyList<Observation> Runs, double Spent) Search(MadeMachine machine, Plan plan, SearchGoal goal)
    {
        var runs = Runs(machine, new AdaptiveSearch(plan, goal, machine.Cpus)).ToList();
        return (runs, runs.Sum(run => run.Times.Wall));
    }

    private static IEnumerable<Observation> Runs(MadeMachine machine, AdaptiveSearch search)
    {
        foreach (var planned in search.Runs())
        {
            var run = machine.Run(planned);
            search.Add(run);
            yield return run;
        }
    }

    private static Advice AdviceOf(IReadOnlyList<Observation> runs) => Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!;

    private static double MedianOf(IReadOnlyList<Observation> runs, Configuration configuration) =>
        Arm.AllOf(runs).First(arm => arm.Configuration == configuration).SoundSeconds.Order().ElementAt(1);
}
