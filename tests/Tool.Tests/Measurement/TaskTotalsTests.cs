using System.Diagnostics;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

public sealed class TaskTotalsTests
{
    [Fact]
    public void TasksAddUp()
    {
        var totals = TaskTotals.Of(ConcurrencyTests.Slots("10-20 15-45 60-70"));
        Assert.Equal((3, 0), (totals.Ok, totals.Failed));
        Assert.Equal((50, 30, 60), (totals.WorkTicks, totals.LongestTicks, totals.SpanTicks));
        Assert.Equal(50 / 60.0, totals.ConcurrencyMean);
        Assert.Equal(2, totals.ConcurrencyMax);
    }

    [Fact]
    public void EveryTaskThatIsNotOkHasFailed()
    {
        TaskSlot[] slots = [.. Enum.GetValues<Verdict>().Select(verdict => new TaskSlot { Verdict = verdict })];
        var totals = TaskTotals.Of(slots);
        Assert.Equal((1, slots.Length - 1), (totals.Ok, totals.Failed));
    }

    [Fact]
    public void FailedTasksThatRanTookTheirTime() =>
        Assert.Equal(10, TaskTotals.Of([new TaskSlot { StartedTicks = 5, EndedTicks = 15, Verdict = Verdict.Error }]).WorkTicks);

    [Fact]
    public void NoTasksAddUpToNothing()
    {
        var totals = TaskTotals.Of([]);
        Assert.Equal((0, 0, 0, 0, 0), (totals.Ok, totals.Failed, totals.WorkTicks, totals.LongestTicks, totals.SpanTicks));
        Assert.Null(totals.ConcurrencyMean);
        Assert.Equal(0, totals.IdealSeconds(4));
    }

    [Fact]
    public void TheLowerBoundIsTheWorkDividedEvenlyOrTheLongestTask()
    {
        var second = Stopwatch.Frequency;
        var totals = TaskTotals.Of(ConcurrencyTests.Slots($"{second}-{7 * second} {second}-{3 * second} {second}-{3 * second}"));
        Assert.Equal(10, totals.IdealSeconds(1));
        Assert.Equal(6, totals.IdealSeconds(2));
        Assert.Equal(6, totals.IdealSeconds(8));
        Assert.Equal(3.5, TaskTotals.Of(ConcurrencyTests.Slots($"{second}-{3 * second} {second}-{4 * second} {second}-{3 * second}")).IdealSeconds(2));
    }

    [Fact]
    public void TimesAreSecondsAndPartsAddUpToTheWhole()
    {
        var times = new RunTimes(Asked: 100, Ready: 100 + Stopwatch.Frequency, Done: 100 + (3 * Stopwatch.Frequency), Gone: 100 + (7 * Stopwatch.Frequency));
        Assert.Equal((1, 2, 4, 7), (times.StartupSeconds, times.RunSeconds, times.ShutdownSeconds, times.WallSeconds));
    }
}
