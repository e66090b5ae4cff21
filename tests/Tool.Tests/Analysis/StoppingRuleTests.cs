using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Analysis;

public sealed class StoppingRuleTests
{
    [Fact]
    public void AFixedNumberIsThatNumber()
    {
        var (rule, rounds) = Measured(new RoundsSpec(5), _ => 1_000);
        Assert.Equal((5, StopReason.Rounds, 5), (rounds, rule.Reason, rule.ExpectedRounds));
    }

    [Fact]
    public void SteadyTimesNeedThreeRounds()
    {
        var (rule, rounds) = Measured(RoundsSpec.Auto, round => 1 + (0.0001 * round));
        Assert.Equal((3, StopReason.Precise), (rounds, rule.Reason));
    }

    [Fact]
    public void UnsteadyTimesTakeRoundsUntilTheMedianIsPrecise()
    {
        var (rule, rounds) = Measured(RoundsSpec.Auto, round => 0.1 + (0.005 * (round % 3)));
        Assert.Equal(StopReason.Precise, rule.Reason);
        Assert.InRange(rounds, 6, 60);
        Assert.True(rule.LeastPrecise()!.Value.Precision <= 0.025);
        var (_, looser) = Measured(RoundsSpec.Auto with { Precision = 0.1 }, round => 0.1 + (0.005 * (round % 3)));
        Assert.True(looser < rounds);
    }

    [Fact]
    public void EveryConfigurationHasToBePrecise()
    {
        var rule = new StoppingRule(RoundsSpec.Auto);
        for (var round = 1; round <= 3; round++)
        {
            rule.Add(Run("serial", round, 1));
            rule.Add(Run("threads", round, round));
        }
        Assert.True(rule.WantsRound(4));
        Assert.Equal("threads", rule.LeastPrecise()!.Value.Configuration.Executor);
    }

    [Fact]
    public void TheBudgetEndsWhatNeverGetsPrecise()
    {
        var (rule, rounds) = Measured(RoundsSpec.Auto with { Budget = TimeSpan.FromSeconds(20) }, round => round % 2 == 0 ? 1 : 3);
        // Nine rounds take 19 seconds, and another one 2 more.
        Assert.Equal((9, StopReason.Budget), (rounds, rule.Reason));
    }

    [Fact]
    public void ThreeRoundsAreMeasuredEvenIfTheyTakeLongerThanTheBudget()
    {
        var (rule, rounds) = Measured(RoundsSpec.Auto, round => 29 + (round % 2 * 20.0 / round));
        Assert.Equal((1, StopReason.OneRound), (rounds, rule.Reason));
        (rule, rounds) = Measured(RoundsSpec.Auto, round => round == 2 ? 20 : 29);
        Assert.Equal((3, StopReason.Budget), (rounds, rule.Reason));
    }

    [Fact]
    public void RoundsThatCostNextToNothingEndAtAHundred()
    {
        var (rule, rounds) = Measured(RoundsSpec.Auto, round => round % 2 == 0 ? 0.001 : 0.003);
        Assert.Equal((RoundsSpec.MaxAuto, StopReason.MaxRounds), (rounds, rule.Reason));
    }

    [Fact]
    public void WarmUpsCostNoBudgetAndDoNotCount()
    {
        var rule = new StoppingRule(RoundsSpec.Auto);
        rule.Add(Run("serial", 1, 1_000) with { Planned = new PlannedRun(1, Phase.Warmup, 1, 1, new Configuration("serial", 1, 1)) });
        rule.Add(Run("serial", 1, 1));
        Assert.True(rule.WantsRound(2));
    }

    [Fact]
    public void RunsThatNeverCompleteDoNotKeepTheSessionGoing()
    {
        var rule = new StoppingRule(RoundsSpec.Auto);
        for (var round = 1; round <= 3; round++)
            rule.Add(Run("serial", round, 1) with { Status = RunStatus.Error });
        Assert.False(rule.WantsRound(4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void WhatFailsIsNotMeasuredTwentyTimes(int failingRound)
    {
        var rule = new StoppingRule(RoundsSpec.Auto);
        for (var round = 1; round <= 3; round++)
            rule.Add(Run("serial", round, round) with { Status = round == failingRound ? RunStatus.Failed : RunStatus.Ok });
        Assert.False(rule.WantsRound(4));
        Assert.Equal(StopReason.Failures, rule.Reason);
    }

    [Fact]
    public void TheExpectedNumberOfRoundsFollowsFromThePrecision()
    {
        var rule = new StoppingRule(RoundsSpec.Auto);
        Assert.Equal(RoundsSpec.MinAuto, rule.ExpectedRounds);
        for (var round = 1; round <= 9; round++)
        {
            rule.Add(Run("serial", round, 1 + (0.1 * (round % 3))));
            rule.WantsRound(round + 1);
        }
        Assert.InRange(rule.ExpectedRounds, 20, 30);
    }

    /// <summary>It may have lasted a night.</summary>
    [Fact]
    public void ARunThatWasStoppedSpendsNoBudget()
    {
        var rule = new StoppingRule(RoundsSpec.Auto);
        rule.Add(Run("serial", 1, 50_000) with { Status = RunStatus.Suspended });
        rule.Add(Run("serial", 1, 1));
        Assert.True(rule.WantsRound(2));
    }

    private static (StoppingRule Rule, int Rounds) Measured(RoundsSpec spec, Func<int, double> seconds)
    {
        var rule = new StoppingRule(spec);
        var round = 1;
        for (; rule.WantsRound(round); round++)
            rule.Add(Run("serial", round, seconds(round)));
        return (rule, round - 1);
    }

    private static Observation Run(string executor, int round, double seconds) =>
        (MadeRun.Of("1") with { Executor = executor, Round = round, Seconds = (0, seconds, 0) }).Observation();
}
