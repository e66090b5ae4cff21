using Partime.Tool.Analysis;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis;

public sealed class PredictionTests
{
    [Fact]
    public void PredictionsAreMediansOverTheRounds()
    {
        var found = Of([1, 2, 4], [[1, 1, 1, 1], [2, 2, 2, 2], [1.5, 1.5, 1.5, 1.5]]);
        var two = found.All.Single(prediction => prediction.Workers == 2 && prediction.Schedule == Schedule.TaskByTask);
        Assert.Equal((3, 3.0, 2.0), (found.Rounds, two.Seconds.Value, two.SpeedUp!.Value));
        Assert.InRange(3.0, two.Seconds.Interval!.Value.Low, two.Seconds.Interval.Value.High);
    }

    [Fact]
    public void OneRoundHasNoInterval() => Assert.Null(Of([2], [[1, 1]]).All[0].Seconds.Interval);

    [Fact]
    public void TheFewestWorkersWithinTheBestAreEnough()
    {
        // 10 tasks of a second: 10, 5, 4, 3, 2, 2, 2, 2, 2, 1 seconds.
        var found = Of([.. Enumerable.Range(1, 9)], [Enumerable.Repeat(1.0, 10)]);
        Assert.Equal(5, found.Enough(Schedule.TaskByTask).Workers);
        Assert.Contains(PredictionText.Conclusions(found), sentence => sentence.StartsWith("5 workers are enough", StringComparison.Ordinal));
    }

    [Fact]
    public void ATaskOfHalfTheTotalLimitsTheSpeedUpToTwoAndLongestFirstIsTheCure()
    {
        var found = Of([2, 4], [Enumerable.Repeat(1.0, 10).Append(10)]);
        var sentences = PredictionText.Conclusions(found).ToList();
        Assert.Contains("Task 10 takes 50% of the time of all, which limits the speed-up to 2.00, however many workers there are.", sentences);
        Assert.Contains(sentences, sentence => sentence.StartsWith("Longest first, 2 workers would take 10.00 s instead of 15.00 s:", StringComparison.Ordinal));
    }

    [Fact]
    public void TheLongestTaskIsThatOfTheMedianRoundAndTheFirstMayHaveBeenCompiled()
    {
        Assert.Equal(2, Of([4], [[9, 1, 1], [1, 1, 3], [1, 2, 1]]).LongestTask);
        Assert.Contains(PredictionText.Conclusions(Of([4], [[9, 1, 1]])), sentence => sentence.Contains("It is the first, which may have waited", StringComparison.Ordinal));
    }

    [Fact]
    public void EqualTasksAreNotToldThatOneOfThemIsLong() =>
        Assert.Contains("There are only 3 tasks, and no more workers than that have something to do.", PredictionText.Conclusions(Of([2, 8], [[1.0, 1.01, 1.0]])));

    [Fact]
    public void TimesThatStillFallAreNotTheBest() =>
        Assert.Contains(PredictionText.Conclusions(Of([1, 2, 4], [Enumerable.Repeat(1.0, 100)])), sentence => sentence.StartsWith("The times still fall with 4 workers", StringComparison.Ordinal));

    [Fact]
    public void TasksThatTookNoTimeHaveNoSpeedUp()
    {
        var found = Of([1, 2], [[0, 0]]);
        Assert.Null(found.MaxSpeedUp);
        Assert.All(found.All, prediction => Assert.Null(prediction.SpeedUp));
        Assert.NotEmpty(PredictionText.Conclusions(found));
    }

    [Fact]
    public void TooManyReplayedTasksAreRefusedWithTheNumberThatFits()
    {
        double[] seconds = new double[1_000_000];
        var error = Assert.Throws<PartimeException>(() => Of([.. Enumerable.Range(1, 1_001)], [seconds]));
        Assert.EndsWith("name fewer of them, at most 1,000.", error.Message, StringComparison.Ordinal);
    }

    private static Predictions Of(int[] workers, IReadOnlyList<IEnumerable<double>> rounds) =>
        Predictions.Of([.. rounds.Select(round => (IReadOnlyList<double>)[.. round])], workers, Schedule.All([]));
}
