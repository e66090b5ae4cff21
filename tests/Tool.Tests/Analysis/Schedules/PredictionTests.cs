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
        Assert.Contains(Sentences(found), sentence => sentence.StartsWith("5 workers are enough", StringComparison.Ordinal));
    }

    [Fact]
    public void ATaskOfHalfTheTotalLimitsTheSpeedUpToTwoAndLongestFirstIsTheCure()
    {
        var found = Of([2, 4], [Enumerable.Repeat(1.0, 10).Append(10)]);
        var sentences = Sentences(found);
        Assert.Contains(sentences, sentence => sentence.StartsWith("Task 10 takes 50% of the time of all, which limits the speed-up to 2.00, however many workers there are.", StringComparison.Ordinal));
        Assert.Contains(sentences, sentence => sentence.StartsWith("Longest first, 2 workers would take 10.00 s instead of 15.00 s:", StringComparison.Ordinal));
    }

    [Fact]
    public void TheLongestTaskIsThatOfMostRoundsAndASingleRoundMayMislead()
    {
        Assert.Equal(2, Of([4], [[9, 1, 2], [1, 1, 3], [1, 2, 1.5]]).LongestTask);
        Assert.Contains(Sentences(Of([4], [[9, 1, 1]])), sentence => sentence.Contains("It is the first, which may have waited for its code to be compiled: measure more rounds.", StringComparison.Ordinal));
        Assert.Contains(Sentences(Of([4], [[1, 9, 1]])), sentence => sentence.EndsWith("The machine may have paused just then: measure more rounds.", StringComparison.Ordinal));
        Assert.Contains(Sentences(Of([4], [[1, 9, 1], [1, 9, 1]])), sentence => sentence.EndsWith("however many workers there are.", StringComparison.Ordinal));
    }

    [Fact]
    public void ATaskThatIsLongInOneRoundOnlyIsNeitherNamedNorPutFirst()
    {
        // Each round has one pause, in another task near the end.
        var found = Of([1, 16, 64], Enumerable.Range(0, 5).Select(round => Enumerable.Range(0, 200).Select(task => task == 190 + round ? 20 : 1.0)));
        var sentences = Sentences(found);
        Assert.Contains(sentences, sentence => sentence.StartsWith("The longest task is a different one in each round, and takes 9.1% of the time of all.", StringComparison.Ordinal));
        Assert.DoesNotContain(sentences, sentence => sentence.StartsWith("Task ", StringComparison.Ordinal) || sentence.StartsWith("Longest first", StringComparison.Ordinal));
        Assert.Equal((1.0, 200), (found.LongestSeconds, found.Tasks));
    }

    [Fact]
    public void ATaskThatIsLongInMostRoundsIsNamedInSpiteOfPauses()
    {
        var found = Of([1, 16, 64], Enumerable.Range(0, 5).Select(round => Enumerable.Range(0, 200).Select(task => task == 199 ? 20.0 : task == 100 && round == 2 ? 40 : 1)));
        Assert.Contains(Sentences(found), sentence => sentence.StartsWith("Task 199 takes 9.1% of the time of all, which limits", StringComparison.Ordinal));
        Assert.Contains(Sentences(found), sentence => sentence.EndsWith("so put the inputs of long tasks first.", StringComparison.Ordinal));
        Assert.DoesNotContain(Sentences(found), sentence => sentence.StartsWith("The longest task", StringComparison.Ordinal));
    }

    [Fact]
    public void NoIntervalOfASpeedUpHoldsImpossibleOnes()
    {
        // The first round has a pause of a third of its time.
        var found = Of([1, 8, 64], [Enumerable.Repeat(1.0, 100).Append(50), Enumerable.Repeat(1.0, 101), Enumerable.Repeat(1.0, 100).Append(9)]);
        Assert.All(found.All, prediction =>
        {
            var interval = prediction.SpeedUp!.Interval!.Value;
            Assert.InRange(interval.High, prediction.SpeedUp.Value, prediction.Workers);
            Assert.InRange(interval.Low, 1, prediction.SpeedUp.Value);
        });
    }

    [Fact]
    public void EqualTasksAreNotToldThatOneOfThemIsLong() =>
        Assert.Contains("There are only 3 tasks, and no more workers than that have something to do.", Sentences(Of([2, 8], [[1.0, 1.01, 1.0]])));

    [Fact]
    public void TimesThatStillFallAreNotTheBest() =>
        Assert.Contains(Sentences(Of([1, 2, 4], [Enumerable.Repeat(1.0, 100)])), sentence => sentence == "The times still fall with 4 workers, the most that were asked for, and more may be faster.");

    [Fact]
    public void MoreWorkersThanTasksAreNotSaidToBeFaster() =>
        Assert.DoesNotContain(Sentences(Of([1, 2, 4], [Enumerable.Repeat(1.0, 4)])), sentence => sentence.Contains("more may be faster", StringComparison.Ordinal));

    [Fact]
    public void MoreWorkersThanCpusAreSaidToDependOnTheWork()
    {
        var tasks = Enumerable.Repeat(1.0, 100);
        const string IfTheyCompute = "if they compute, more workers than CPUs (2 here) are no faster. The tasks CSV does not say which they do.";
        Assert.Contains($"If the tasks wait, the times still fall with 8 workers, the most that were asked for, and more may be faster; {IfTheyCompute}", PredictionText.Conclusions(Of([1, 2, 8], [tasks]), cpus: 2));
        Assert.Contains($"This holds if the tasks wait; {IfTheyCompute}", PredictionText.Conclusions(Of([8], [tasks]), cpus: 2));
    }

    [Fact]
    public void OneNumberOfWorkersHasNoneToCompareWith() => Assert.Empty(PredictionText.Conclusions(Of([2], [Enumerable.Repeat(1.0, 100)]), cpus: 2));

    [Fact]
    public void TasksThatTookNoTimeHaveNoSpeedUp()
    {
        var found = Of([1, 2], [[0, 0]]);
        Assert.Null(found.MaxSpeedUp);
        Assert.All(found.All, prediction => Assert.Null(prediction.SpeedUp));
        Assert.NotEmpty(Sentences(found));
    }

    [Fact]
    public void TooManyReplayedTasksAreRefusedWithTheNumberThatFits()
    {
        double[] seconds = new double[1_000_000];
        var error = Assert.Throws<PartimeException>(() => Of([.. Enumerable.Range(1, 1_001)], [seconds]));
        Assert.EndsWith("name fewer of them, at most 1,000.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>On a machine with enough CPUs for all.</summary>
    private static List<string> Sentences(Predictions found) => [.. PredictionText.Conclusions(found, cpus: 1_000)];

    private static Predictions Of(int[] workers, IEnumerable<IEnumerable<double>> rounds) =>
        Predictions.Of([.. rounds.Select(round => (IReadOnlyList<double>)[.. round])], workers, Schedule.All([]));
}
