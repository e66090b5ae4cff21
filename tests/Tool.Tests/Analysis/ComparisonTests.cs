using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Analysis;

public sealed class ComparisonTests
{
    private static readonly Scenario Moons = new("moons", "", "sha256:1", 10, IsWarm: false);
    private static readonly double[] Times = [1.00, 1.02, 0.99, 1.01, 0.98];

    [Fact]
    public void TheSameRunsTwiceShowNoDifference()
    {
        var runs = Runs("serial", Times);
        var comparison = Assert.Single(Compared(runs, runs));
        Assert.Equal((1.0, Difference.NotShown), (comparison.Ratio, comparison.Difference));
        Assert.True(comparison.Interval is { Low: < 1, High: > 1 });
        Assert.False(comparison.IsSlowerBy(0));
    }

    [Theory]
    [InlineData(2, nameof(Difference.Slower), true, true)]
    [InlineData(0.5, nameof(Difference.Faster), false, false)]
    [InlineData(1.005, nameof(Difference.NotShown), false, false)]
    [InlineData(1.04, nameof(Difference.NotShown), false, true)]
    public void ARatioAboveOneIsSlower(double factor, string difference, bool isSlowerBy, bool mayBeSlowerBy)
    {
        var comparison = Assert.Single(Compared(Runs("serial", Times), Runs("serial", Times.Select(time => time * factor))));
        Assert.Equal(factor, comparison.Ratio!.Value, 9);
        Assert.Equal((difference, isSlowerBy, mayBeSlowerBy), ($"{comparison.Difference}", comparison.IsSlowerBy(0.05), comparison.MayBeSlowerBy(0.05)));
    }

    [Fact]
    public void TheMoreIsComparedTheWiderIsEachInterval()
    {
        Observation[] one = [.. Runs("serial", Times)];
        Observation[] three = [.. one, .. Runs("threads", Times), .. Runs("async", Times)];
        var alone = Assert.Single(Compared(one, one));
        var together = Compared(three, three);
        Assert.Equal(0.95, alone.Confidence, 12);
        Assert.All(together, comparison => Assert.Equal(1 - (0.05 / 3), comparison.Confidence, 12));
        Assert.True(together[0].Interval!.Value.High > alone.Interval!.Value.High);
    }

    [Fact]
    public void TwoRoundsAreTooFewToShowADifference()
    {
        var comparison = Assert.Single(Compared(Runs("serial", Times), Runs("serial", [3, 3])));
        Assert.Equal((3.0, (Interval?)null, Difference.NotShown), (comparison.Ratio, comparison.Interval, comparison.Difference));
        Assert.False(comparison.IsSlowerBy(0.05));
        Assert.True(comparison.MayBeSlowerBy(0.05));
    }

    [Fact]
    public void WarmUpsAndInterruptedRunsDoNotCount()
    {
        var now = Runs("serial", [100], phase: Phase.Warmup).Concat(Runs("serial", Times)).Concat(Runs("serial", [0.1], status: RunStatus.Cancelled));
        var comparison = Assert.Single(Compared(Runs("serial", Times), now));
        Assert.Equal((1.0, Times.Length), (comparison.Ratio, comparison.NewRounds));
    }

    [Fact]
    public void WhatFailedIsNotCompared()
    {
        var pairing = Paired(Runs("serial", Times), Runs("serial", Times, status: RunStatus.Failed));
        Assert.Empty(pairing.Pairs);
        Assert.Equal("serial", Assert.Single(pairing.Doubtful).Configuration.Executor);
    }

    [Fact]
    public void WhatIsInOneFileOnlyIsLeftOverThere()
    {
        var pairing = Paired(Runs("serial", Times).Concat(Runs("async", Times)), Runs("serial", Times).Concat(Runs("threads", Times)));
        Assert.Equal("serial", Assert.Single(pairing.Pairs).New.Configuration.Executor);
        Assert.Equal("async", Assert.Single(pairing.OnlyBaseline).Configuration.Executor);
        Assert.Equal("threads", Assert.Single(pairing.OnlyNew).Configuration.Executor);
    }

    [Fact]
    public void OneScenarioIsComparedWithAnotherButNeverWithAnotherWorkload()
    {
        Assert.Single(Paired(Runs("serial", Times), Runs("serial", Times, Moons with { Parameters = "mode=fast", Tasks = 20 })).Pairs);
        Assert.Empty(Paired(Runs("serial", Times), Runs("serial", Times, Moons with { Workload = "stars" })).Pairs);
    }

    [Fact]
    public void WeakScalingIsNeverComparedWithStrongScaling()
    {
        var weak = Moons with { Scale = Scale.Weak };
        Assert.Empty(Paired(Runs("serial", Times), Runs("serial", Times, weak)).Pairs);
        Assert.Single(Paired(Runs("serial", Times, weak), Runs("serial", Times, weak with { Tasks = 20 })).Pairs);
    }

    [Fact]
    public void EachOfSeveralScenariosIsComparedWithItself()
    {
        var fast = Moons with { Parameters = "mode=fast" };
        var both = Runs("serial", Times).Concat(Runs("serial", Times, fast));
        Assert.Equal([Moons, fast], Paired(both, both).Pairs.Select(pair => pair.New.Scenario));
        Assert.Equal(fast, Assert.Single(Paired(Runs("serial", Times, fast), both).Pairs).Baseline.Scenario);
    }

    private static IReadOnlyList<Comparison> Compared(IEnumerable<Observation> baseline, IEnumerable<Observation> now) =>
        Comparison.Of(Paired(baseline, now).Pairs, EquivalenceBand.Default);

    private static Pairing Paired(IEnumerable<Observation> baseline, IEnumerable<Observation> now) => Pairing.Of(Arm.AllOf(baseline), Arm.AllOf(now));

    private static IEnumerable<Observation> Runs(
        string executor, IEnumerable<double> times, Scenario? scenario = null, Phase phase = Phase.Measure, RunStatus status = RunStatus.Ok) =>
        times.Select((time, index) => new Observation(
            scenario ?? Moons, "session", new PlannedRun(index + 1, phase, index + 1, 1, new Configuration(executor, 1, 1)), new TimeParts(time, 0, time, 0), status));
}
