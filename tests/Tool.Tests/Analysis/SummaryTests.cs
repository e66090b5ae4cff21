using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Analysis;

public sealed class SummaryTests
{
    [Theory]
    [InlineData("3", 3)]
    [InlineData("5 1", 1)]
    [InlineData("9 1 2", 2)]
    [InlineData("8 1 2 4", 2)]
    public void TheRoundInTheMiddleIsShown(string seconds, double median)
    {
        var summary = Assert.Single(Summaries(seconds.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).Select(value => Run("serial", value))));
        Assert.Equal(median, summary.Typical.Times.Run, precision: 9);
        Assert.Equal(seconds.Split(' ').Length, summary.Rounds);
    }

    [Fact]
    public void ThePartsOfALineAddUpAsTheyAreFromOneRound()
    {
        var times = Assert.Single(Summaries(
        [
            (MadeRun.Of("1") with { Seconds = (1, 20, 300) }).Observation(),
            (MadeRun.Of("1") with { Seconds = (2, 30, 100) }).Observation(),
            (MadeRun.Of("1") with { Seconds = (3, 10, 200) }).Observation(),
        ])).Typical.Times;
        Assert.Equal((3, 10, 200, 213), (times.Startup, times.Run, times.Shutdown, times.Wall));
    }

    [Fact]
    public void ARoundThatWasCutShortIsShownOnlyIfThereIsNoOther()
    {
        var cut = Run("serial", 1, RunStatus.Cancelled);
        var summary = Assert.Single(Summaries([Run("serial", 4), cut]));
        Assert.Equal((4, 1, RunStatus.Cancelled), (summary.Typical.Times.Wall, summary.Rounds, summary.WorstStatus));
        summary = Assert.Single(Summaries([cut]));
        Assert.Equal((1, 0), (summary.Typical.Times.Wall, summary.Rounds));
    }

    [Fact]
    public void WarmUpsDoNotCount()
    {
        Observation[] runs = [Run("serial", 100, phase: Phase.Warmup), Run("serial", 4), Run("threads", 50, phase: Phase.Warmup), Run("threads", 2)];
        var summaries = Summaries(runs);
        Assert.Equal([4, 2], summaries.Select(summary => summary.Typical.Times.Wall));
        Assert.Equal([1, 1], summaries.Select(summary => summary.Rounds));
        Assert.Empty(Summaries(runs.Where(run => run.Planned.Phase == Phase.Warmup)));
    }

    [Fact]
    public void TheSpeedUpIsTheSerialTimeOverTheOwn() =>
        Assert.Equal([1, 2, 0.5], Summaries([Run("serial", 4), Run("threads", 2), Run("async", 8)]).Select(summary => summary.SpeedUp?.Value));

    [Fact]
    public void WithoutTheBaselineThereIsNoSpeedUp() => Assert.Null(Assert.Single(Summaries([Run("threads", 2)])).SpeedUp);

    [Fact]
    public void IncompleteWorkHasNoSpeedUp()
    {
        foreach (var status in (RunStatus[])[RunStatus.Failed, RunStatus.Error, RunStatus.Cancelled])
        {
            Assert.Null(Summaries([Run("serial", 4), Run("threads", 2, status)])[1].SpeedUp);
            Assert.Null(Summaries([Run("serial", 4, status), Run("threads", 2)])[1].SpeedUp);
        }
    }

    [Fact]
    public void OneFailedRoundLeavesNoSpeedUp()
    {
        var summaries = Summaries([Run("serial", 4), Run("threads", 2), Run("threads", 2, RunStatus.Failed)]);
        Assert.Null(summaries[1].SpeedUp);
        Assert.Equal(RunStatus.Failed, summaries[1].WorstStatus);
    }

    [Fact]
    public void ConfigurationsKeepTheirOrderAndAreNotMixed()
    {
        Observation[] round = [Run("threads", 2), Run("threads", 3, workers: 4), Run("serial", 4), Run("threads", 5, workers: 4, chunkSize: 9)];
        var summaries = Summaries([.. round, .. round]);
        Assert.Equal(round.Select(run => run.Planned.Configuration), summaries.Select(summary => summary.Configuration));
        Assert.All(summaries, summary => Assert.Equal(2, summary.Rounds));
    }

    /// <summary>Each configuration's runs in rounds that follow one another.</summary>
    private static IReadOnlyList<Summary> Summaries(IEnumerable<Observation> runs) => Summary.Of(
        runs.GroupBy(run => (run.Planned.Phase, run.Planned.Configuration)).SelectMany(group => group.Select((run, index) => run with { Planned = run.Planned with { Round = index + 1 } })),
        EquivalenceBand.Default);

    private static Observation Run(
        string executor, double seconds, RunStatus status = RunStatus.Ok, Phase phase = Phase.Measure, int workers = 1, int chunkSize = 1) =>
        (MadeRun.Of("1") with { Executor = executor, Workers = workers, ChunkSize = chunkSize, Phase = phase, Status = status, Seconds = (0, seconds, 0) }).Observation();
}
