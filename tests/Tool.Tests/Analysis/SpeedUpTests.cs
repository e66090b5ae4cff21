using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Analysis;

public sealed class SpeedUpTests
{
    [Fact]
    public void WhatSlowsAWholeRoundSlowsNoSpeedUp()
    {
        double[] weather = [1, 3, 1.5, 7, 1.1];
        var summaries = Summaries([.. weather.SelectMany((slow, round) => (Observation[])[Run("serial", 1, round, 4 * slow), Run("threads", 2, round, 2 * slow)])]);
        var speedUp = summaries[1].SpeedUp!;
        Assert.Equal((2, 5), (Math.Round(speedUp.Value, 9), speedUp.Count));
        Assert.Equal((2, 2), (Math.Round(speedUp.Interval!.Value.Low, 9), Math.Round(speedUp.Interval!.Value.High, 9)));
        Assert.True(summaries[1].Wall!.Precision > 0.5);
        Assert.Equal(1, summaries[1].Efficiency!.Value, tolerance: 1e-9);
        Assert.Equal(Difference.Faster, summaries[1].Difference);
    }

    [Fact]
    public void TheSameExecutorWithOneWorkerIsASecondBaseline()
    {
        var summaries = Summaries([Run("serial", 1, 1, 4), Run("threads", 1, 1, 6), Run("threads", 3, 1, 2), Run("async", 3, 1, 2)]);
        Assert.Equal([1, 1, 3, null], summaries.Select(summary => summary.SpeedUpOverOne?.Value));
        Assert.Equal([1, 4.0 / 6, 2, 2], summaries.Select(summary => summary.SpeedUp?.Value));
        Assert.Equal(1, summaries[2].EfficiencyOverOne!.Value);
        Assert.Equal(2 / 3.0, summaries[2].Efficiency!.Value, tolerance: 1e-12);
    }

    [Fact]
    public void OfSeveralBaselinesTheOneWithTheSameChunksCounts()
    {
        MadeRun run = MadeRun.Of("1") with { Seconds = (0, 4, 0) }, large = run with { ChunkSize = 50, Seconds = (0, 8, 0) };
        var threads = large with { Executor = "threads", Workers = 2, Seconds = (0, 2, 0) };
        Assert.Equal(4, Summaries(run.Observation(), large.Observation(), threads.Observation())[2].SpeedUp!.Value);
    }

    [Fact]
    public void OnlyRoundsThatBothHaveArePaired()
    {
        var summaries = Summaries([Run("serial", 1, 1, 4), Run("serial", 1, 2, 400), Run("threads", 2, 1, 2), Run("threads", 2, 2, 1) with { Status = RunStatus.Cancelled }]);
        Assert.Equal((2, 1), (summaries[1].SpeedUp!.Value, summaries[1].SpeedUp!.Count));
    }

    [Fact]
    public void ARunThatEndedAtAFailureIsNotComplete()
    {
        var summary = Assert.Single(Summaries([Run("serial", 1, 1, 10), Run("serial", 1, 2, 0.001) with { Status = RunStatus.Failed, EndsAtFailure = true }]));
        Assert.Equal((1, 10), (summary.Rounds, summary.Wall!.Min));
        Assert.Equal(2, Assert.Single(Summaries([Run("serial", 1, 1, 10), Run("serial", 1, 2, 9) with { Status = RunStatus.Failed }])).Rounds);
    }

    [Fact]
    public void RoundsOfDifferentSessionsAreNotPaired() =>
        Assert.Null(Summaries([Run("serial", 1, 1, 4), Run("threads", 2, 1, 2) with { Session = "another" }])[1].SpeedUp);

    [Theory]
    [InlineData(1.02, 1.30, nameof(Difference.Faster))]
    [InlineData(1.01, 1.30, nameof(Difference.NotShown))]
    [InlineData(0.70, 0.98, nameof(Difference.Slower))]
    [InlineData(0.70, 0.995, nameof(Difference.NotShown))]
    [InlineData(0.50, 2, nameof(Difference.NotShown))]
    public void ADifferenceIsShownOnlyIfTheWholeIntervalIsOutsideTheBand(double low, double high, string difference) =>
        Assert.Equal(difference, EquivalenceBand.Default.DifferenceOf(new Interval(low, high)).ToString());

    [Fact]
    public void WithoutAnIntervalNoDifferenceIsShown() => Assert.Equal(Difference.NotShown, EquivalenceBand.Default.DifferenceOf(null));

    private static IReadOnlyList<Summary> Summaries(params Observation[] runs) => Summary.Of(runs, EquivalenceBand.Default);

    private static Observation Run(string executor, int workers, int round, double seconds) =>
        (MadeRun.Of("1") with { Executor = executor, Workers = workers, Round = round, Seconds = (0, seconds, 0) }).Observation();
}
