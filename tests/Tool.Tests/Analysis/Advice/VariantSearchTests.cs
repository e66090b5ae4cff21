using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis.Advices;

/// <summary>A search over several variants.</summary>
public sealed class VariantSearchTests
{
    private static readonly SearchGoal Goal = new(Within: 0.05, Budget: TimeSpan.FromMinutes(5));
    private static readonly MadeMachine Spin = new();

    /// <summary>Its processes are as fast as threads, and rounds differ so much that it takes many to see that.</summary>
    private static readonly MadeMachine Doubtful = Spin with { Noise = 0.3, PoolSeconds = 0.0001 };

    /// <summary>The second waits, so that it needs many workers; the third never gains anything.</summary>
    private static readonly MadeVariants Unlike = new(Spin, Spin with { CpuShare = 0.002, TaskSeconds = 0.01, Tasks = 1_000 }, Spin with { MaxAtOnce = 1, TaskSeconds = 0.002 });

    [Fact]
    public void EachVariantGetsTheAnswerOfItsOwnKindOfWork()
    {
        var advices = Unlike.Conclude(Unlike.Search(Of(Unlike))).Variants.Select(variant => variant.Advice!).ToList();
        Assert.Equal(["threads:4:1", "threads:64:1", "serial:1:1"], advices.Select(advice => advice.Chosen.Configuration.ToString().Replace("async", "threads", StringComparison.Ordinal)));
        Assert.All(advices, advice => Assert.True(advice.Chosen.Rounds >= 3));
    }

    /// <summary>The slow variant has configurations that take ten times as long as anything of the fast one.</summary>
    [Fact]
    public void WhatIsSurelySlowerIsDroppedWithinItsVariantOnly()
    {
        var variants = new MadeVariants(Spin, Spin with { TaskSeconds = 0.01 });
        var steps = new List<SearchStep>();
        var runs = variants.Search(Of(variants, Goal with { Decided = steps.Add }));
        Assert.Equal(runs.Where(OfVariant(0)).Select(run => run.Planned.Configuration.ToString()).Distinct().Order(), runs.Where(OfVariant(1)).Select(run => run.Planned.Configuration.ToString()).Distinct().Order());
        Assert.DoesNotContain(steps.SelectMany(step => step.Dropped), dropped => dropped.Configuration is { Variant: 1, Executor: "threads", Workers: 4 });
    }

    [Fact]
    public void SerialOfEachVariantRunsFirstAndAllShareTheRounds()
    {
        var runs = Unlike.Search(Of(Unlike));
        Assert.Equal(["serial 0", "serial 1", "serial 2"], runs.Take(3).Select(run => $"{run.Planned.Configuration.Executor} {run.Planned.Configuration.Variant}"));
        Assert.Equal(Enumerable.Range(1, runs.Count), runs.Select(run => run.Planned.Number));
        foreach (var round in runs.GroupBy(run => run.Planned.Round))
            Assert.Equal(Enumerable.Range(1, round.Count()), round.Select(run => run.Planned.Order));
        Assert.All(runs.GroupBy(run => run.Planned.Round).Take(3), round => Assert.Equal(3, round.Select(run => run.Planned.Configuration.Variant).Distinct().Count()));
    }

    [Theory]
    [InlineData(0.001, 0.002)]
    [InlineData(0.002, 0.001)]
    public void OneWhoseAnswerIsKnownRestsUnlessOthersAreComparedWithIt(double quiet, double noisy)
    {
        var variants = new MadeVariants(Spin with { TaskSeconds = quiet }, Doubtful with { TaskSeconds = noisy }, Spin with { TaskSeconds = 0.005 });
        var runs = variants.Search(Of(variants));
        int LastRoundOf(int variant) => runs.Where(OfVariant(variant)).Max(run => run.Planned.Round);
        Assert.InRange(LastRoundOf(2), 3, LastRoundOf(1) - 1);
        Assert.Equal(quiet < noisy, LastRoundOf(0) == LastRoundOf(1));
    }

    /// <summary>A run of the slow one takes ten times as long. Within the large budget neither is decided in three rounds.</summary>
    [Theory]
    [InlineData(600, false)]
    [InlineData(40, true)]
    public void OnlyAShortBudgetLeavesASlowerVariantFewerRoundsAndNeverFewerThanThreeWhileItLasts(int budget, bool isShort)
    {
        var variants = new MadeVariants(Doubtful, Doubtful with { TaskSeconds = 0.01 });
        var runs = variants.Search(Of(variants, Goal with { Budget = TimeSpan.FromSeconds(budget) }, "serial,threads,process-pool"));
        int RoundsOf(int variant) => runs.Where(OfVariant(variant)).Max(run => run.Planned.Round);
        Assert.Equal(isShort, RoundsOf(1) < RoundsOf(0));
        Assert.True(RoundsOf(1) >= 3);
        Assert.InRange(runs.Sum(run => run.Times.Wall), 0, budget * 1.1);
    }

    /// <summary>In the last round, runs may take longer than was left.</summary>
    [Fact]
    public void WhereTheBudgetDoesNotCoverARoundTheFasterVariantComesFirst()
    {
        var variants = new MadeVariants(Doubtful, Doubtful with { TaskSeconds = 0.01 });
        for (var budget = 30; budget < 50; budget++)
        {
            var runs = variants.Search(Of(variants, Goal with { Budget = TimeSpan.FromSeconds(budget) }, "serial,threads,process-pool"));
            var last = runs.Max(run => run.Planned.Round);
            Assert.Equal(Enumerable.Range(1, last - 1), runs.Where(OfVariant(0)).Select(run => run.Planned.Round).Where(round => round < last).Distinct());
        }
    }

    /// <summary>The first look at the slow one takes 33 seconds.</summary>
    [Fact]
    public void AVariantThatTakesLittleGetsItsRoundsAlsoAfterALongFirstRound()
    {
        var variants = new MadeVariants(Spin with { TaskSeconds = 0.00001 }, Spin with { TaskSeconds = 0.01 });
        var search = Of(variants, Goal with { Budget = TimeSpan.FromSeconds(10) }, "serial,threads");
        var runs = variants.Search(search);
        Assert.Equal((3, 1, true), (runs.Where(OfVariant(0)).Max(run => run.Planned.Round), runs.Where(OfVariant(1)).Max(run => run.Planned.Round), search.IsBudgetSpent));
    }

    /// <summary>In the third round, a run of one variant takes ten times its estimate, so that what the other tries for the first time is skipped.</summary>
    [Fact]
    public void AVariantIsNotDecidedBeforeAllThatItTriesWasMeasured()
    {
        var variants = new MadeVariants(Spin with { CpuShare = 0.002, TaskSeconds = 0.01 }, Spin with { Tasks = 900 });
        var plan = variants.PlanOf("serial,threads");
        var skipped = 0;
        for (var trial = 0; trial < 50; trial++)
        {
            var added = new List<Configuration>();
            var search = new AdaptiveSearch(plan with { Seed = trial }, Goal with { Budget = TimeSpan.FromSeconds(15 + (0.05 * trial)), Decided = step => added.AddRange(step.Added) }, Spin.Cpus);
            var runs = variants.Search(search, run => run.Planned is { Round: 3, Configuration.Variant: 1 } ? run with { Times = run.Times with { Wall = 10 * run.Times.Wall } } : run);
            if (added.Except(runs.Select(run => run.Planned.Configuration)).Any())
            {
                skipped++;
                Assert.True(search.IsBudgetSpent);
            }
        }
        Assert.NotEqual(0, skipped);
    }

    [Fact]
    public void AFailureEndsTheSearchOfItsVariantOnly()
    {
        var variants = new MadeVariants(Spin, Spin);
        var runs = variants.Search(Of(variants), run => run.Planned.Configuration.Variant == 1 ? run with { Status = RunStatus.Failed } : run);
        Assert.All(runs.Where(OfVariant(1)), run => Assert.Equal(1, run.Planned.Round));
        Assert.True(runs.Where(OfVariant(0)).Max(run => run.Planned.Round) >= 3);
    }

    [Fact]
    public void NoVariantGetsMoreWorkersThanItHasTasks()
    {
        var variants = new MadeVariants([.. new[] { 3, 300 }.Select(tasks => Spin with { CpuShare = 0.01, Tasks = tasks })]);
        var runs = variants.Search(Of(variants));
        Assert.Equal((2, 64), (runs.Where(OfVariant(0)).Max(run => run.Planned.Configuration.Workers), runs.Where(OfVariant(1)).Max(run => run.Planned.Configuration.Workers)));
    }

    /// <summary>Different numbers of tasks are different work.</summary>
    [Fact]
    public void VariantsWithOtherNumbersOfTasksAreNotKeptToCompareWith()
    {
        var variants = new MadeVariants(Spin with { Tasks = 100 }, Doubtful);
        var runs = variants.Search(Of(variants));
        Assert.True(runs.Where(OfVariant(0)).Max(run => run.Planned.Round) < runs.Where(OfVariant(1)).Max(run => run.Planned.Round));
    }

    [Fact]
    public void MoreRunsAreExpectedThanWereAskedFor()
    {
        var search = Of(Unlike);
        _ = Unlike.Search(search, run =>
        {
            Assert.InRange(run.Planned.Number, 1, search.ExpectedRuns);
            return run;
        });
    }

    [Fact]
    public void AStepNamesTheVariantsAndThoseWithTheSameListOnce()
    {
        var lines = new List<string?>();
        _ = Unlike.Search(Of(Unlike, Goal with { Decided = step => lines.Add(SearchText.Of(step)) }));
        Assert.Equal("Round 1: threads × 4, async × 4, process-pool × 4 of codec=a and codec=c; threads × 32, async × 32, process-pool × 32 of codec=b.", lines[0]);
        Assert.Contains("async × 4 of codec=a (takes ", lines[1], StringComparison.Ordinal);
        Assert.Contains(" times as long as the fastest there)", lines[1], StringComparison.Ordinal);
    }

    private static AdaptiveSearch Of(MadeVariants variants, SearchGoal? goal = null, string executors = MadeMachine.AllExecutors) =>
        new(variants.PlanOf(executors), goal ?? Goal, Spin.Cpus) { Names = ["codec=a", "codec=b", "codec=c"] };

    private static Func<Observation, bool> OfVariant(int variant) => run => run.Planned.Configuration.Variant == variant;
}
