using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class ProgressBarTests
{
    private static readonly Configuration TwoThreads = new("threads", 2, 1);
    private static readonly ConfigurationNames Names = new([TwoThreads]);

    [Fact]
    public void BetweenRunsThereIsNothingToShow() => Assert.Equal("", ProgressBar.Line(default, runs: 3, TimeSpan.Zero, Names, new ExpectedEnd()));

    [Fact]
    public void HalfWayTheBarIsHalfFilledAndAsMuchTimeIsLeft() =>
        Assert.Equal(
            "[###############...............]  50%  0:00:30 left  run 2 of 3: threads × 2",
            ProgressBar.Line(Progress(run: 2, claimed: 52, tasks: 100), runs: 3, TimeSpan.FromSeconds(30), Names, new ExpectedEnd()));

    [Fact]
    public void DuringALongTaskTheEndComesNearer()
    {
        var (end, halfDone) = (new ExpectedEnd(), Progress(run: 2, claimed: 52, tasks: 100));
        string[] lines = [.. new[] { 30, 40, 61 }.Select(seconds => ProgressBar.Line(halfDone, runs: 3, TimeSpan.FromSeconds(seconds), Names, end))];
        Assert.Contains("0:00:30 left", lines[0], StringComparison.Ordinal);
        Assert.Contains("0:00:20 left", lines[1], StringComparison.Ordinal);
        // It took longer than was expected, and nothing is known of how much.
        Assert.DoesNotContain("left", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void BeforeATaskIsDoneThereIsNoEstimate(long claimed)
    {
        var line = ProgressBar.Line(Progress(run: 1, claimed, tasks: 100), runs: 1, TimeSpan.FromSeconds(5), Names, new ExpectedEnd());
        Assert.StartsWith($"[{new string('.', 30)}]", line, StringComparison.Ordinal);
        Assert.DoesNotContain("left", line, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunWithoutTasksCanBeShown() =>
        Assert.StartsWith($"[{new string('.', 30)}]", ProgressBar.Line(Progress(run: 1, claimed: 0, tasks: 0), runs: 1, TimeSpan.Zero, Names, new ExpectedEnd()), StringComparison.Ordinal);

    private static SessionProgress Progress(int run, long claimed, long tasks) =>
        new(new PlannedRun(run, Phase.Measure, 1, 1, TwoThreads), claimed, tasks, StartedTicks: 0);

    [Fact]
    public void AnEstimateAboveAHundredDaysIsNotShown() =>
        Assert.DoesNotContain("left", ProgressBar.Line(Progress(run: 1, claimed: 50, tasks: 100), runs: 3_000_000_000, TimeSpan.FromDays(1000), Names, new ExpectedEnd()), StringComparison.Ordinal);
}
