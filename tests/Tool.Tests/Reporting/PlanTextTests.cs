using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class PlanTextTests
{
    [Fact]
    public void WarmUpsHaveAnOrderAsWell()
    {
        var lines = Lines(new RoundsSpec(1), warmup: 2);
        Assert.Equal("1 round, after 2 to warm up; seed 7.", lines[0]);
        Assert.Equal(["Warm-up 1", "Warm-up 2", "Round 1"], lines[1..4].Select(line => line.Split(':')[0]));
        Assert.All(lines[1..4], line => Assert.Equal(["serial", "threads × 2"], line.Split(": ")[1].Split(", ").Order()));
    }

    [Theory]
    [InlineData(100, 0, "… and 97 more rounds, each in a random order of its own.")]
    [InlineData(4, 0, "… and 1 more round, in a random order of its own.")]
    [InlineData(1, 5, "… and 2 more rounds to warm up, each in a random order of its own.")]
    [InlineData(1, 4, "… and 1 more round to warm up, in a random order of its own.")]
    [InlineData(null, 0, "… and so on, each round in a random order of its own.")]
    public void WhatIsNotShownIsSaidToFollow(int? rounds, int warmup, string expected)
    {
        var lines = Lines(new RoundsSpec(rounds), warmup);
        Assert.Equal(expected, Assert.Single(lines, line => line.StartsWith('…')));
        Assert.True(lines.Count(line => line.StartsWith("Round ", StringComparison.Ordinal)) <= 3);
    }

    [Fact]
    public void WhereAllRoundsAreShownNothingFollows() => Assert.DoesNotContain(Lines(new RoundsSpec(3), warmup: 3), line => line.StartsWith('…'));

    [Fact]
    public void OfASeedThatNobodyNamedTheOptionThatRepeatsItIsSaid()
    {
        Assert.Equal("3 rounds, no warm-up; seed 7, drawn for this dry run: the same seed repeats this order.", PlanText.Of(PlanOf(new RoundsSpec(3), 0), Known(1), isSeedDrawn: true).First());
        Assert.Equal("3 rounds, no warm-up; seed 7.", PlanText.Of(PlanOf(new RoundsSpec(3), 0), Known(1)).First());
    }

    [Fact]
    public void ARoundThatDoesNotFitIntoTheBudgetIsTheOnlyOneAndSaidToBe()
    {
        string[] lines = [.. PlanText.Of(PlanOf(RoundsSpec.Auto, warmup: 1), Known(20))];
        Assert.StartsWith("1 round, after 1 to warm up;", lines[0], StringComparison.Ordinal);
        Assert.Single(lines, line => line.StartsWith("Round ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith('…'));
        Assert.Equal(
            [
                "Estimated time: 80.00 s, from the runs in the file.",
                "One round takes longer than the budget of 30s, so there is only one, and the precision of its times is unknown: raise the budget.",
            ],
            lines[^2..]);
    }

    [Theory]
    [InlineData(3, "Estimated time: 8.000 s, from the runs in the file.")]
    [InlineData(null, "Estimated time: 8.000 s to 32.00 s, from the runs in the file.")]
    public void TheEstimateOfAutomaticRoundsIsARange(int? rounds, string expected) => Assert.Equal(expected, Lines(new RoundsSpec(rounds), warmup: 1)[^1]);

    [Theory]
    [InlineData(0, "Estimated time: up to the budget of 30s. If 3 rounds take longer, only these are measured; if the first round takes longer, only that one.")]
    [InlineData(1, "Estimated time: up to the budget of 30s, plus the warm-up. If 3 rounds take longer, only these are measured; if the first round takes longer, only that one.")]
    public void WithoutAnyRunsTheBudgetIsTheEstimate(int warmup, string expected) =>
        Assert.Equal(expected, PlanText.Of(PlanOf(RoundsSpec.Auto, warmup), new Dictionary<Configuration, double>()).Last());

    [Theory]
    [InlineData(1, "1 run is finished, and 5 are left; the time is for all runs.")]
    [InlineData(5, "5 runs are finished, and 1 is left; the time is for all runs.")]
    public void OfASessionToBeContinuedItIsSaidWhatIsLeft(int finished, string expected) =>
        Assert.Contains(expected, PlanText.Of(PlanOf(new RoundsSpec(3), 0), Known(1), finished: finished));

    private static string[] Lines(RoundsSpec rounds, int warmup) => [.. PlanText.Of(PlanOf(rounds, warmup), Known(1))];

    private static Dictionary<Configuration, double> Known(double seconds) => new() { [new Configuration("serial", 1, 1)] = seconds, [new Configuration("threads", 2, 1)] = seconds };

    private static Plan PlanOf(RoundsSpec rounds, int warmup)
    {
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, 2, 1))], times: 1);
        return Plan.Create(inputs, [new PlannedExecutor("serial", 1), new PlannedExecutor("threads", 0)], [new WorkerSpec(2)], [], warmup, rounds) with { Seed = 7 };
    }
}
