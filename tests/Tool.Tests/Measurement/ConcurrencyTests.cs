using Partime.Tool.Execution;
using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

public sealed class ConcurrencyTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("1-5", 1)]
    [InlineData("1-5 5-9", 1)]
    [InlineData("5-9 1-5", 1)]
    [InlineData("1-5 4-9", 2)]
    [InlineData("4-9 1-5", 2)]
    [InlineData("1-9 2-3 3-4 4-5", 2)]
    [InlineData("1-9 2-4 3-5 4-6", 3)]
    [InlineData("1-9 1-9 1-9", 3)]
    [InlineData("7-8 3-4 1-2 5-6", 1)]
    [InlineData("3-3", 1)]
    [InlineData("3-3 3-3", 1)]
    public void TasksThatTouchDoNotOverlap(string intervals, int most) => Assert.Equal(most, Concurrency.Max(Slots(intervals)));

    [Fact]
    public void TasksThatNeverStartedAreNotUnderWay()
    {
        TaskSlot[] slots = [default, .. Slots("1-5"), default, .. Slots("2-3"), default];
        Assert.Equal(2, Concurrency.Max(slots));
    }

    [Theory]
    [InlineData("1-5/0 5-9/0 1-5/1 5-9/1", 2)]
    [InlineData("1-5/0 5-9/1 9-12/2", 1)]
    [InlineData("1-9/7 2-3/3 3-4/3 4-5/0", 2)]
    [InlineData("8-9/0 1-3/1 4-6/0 2-5/1", 2)]
    public void WorkersAreMergedInWhateverOrderTheirTasksAre(string intervals, int most) => Assert.Equal(most, Concurrency.Max(Slots(intervals)));

    [Fact]
    public void ItAgreesWithCountingEachMoment()
    {
        var random = new Random(42);
        for (var trial = 0; trial < 300; trial++)
        {
            var slots = new TaskSlot[random.Next(0, 40)];
            foreach (ref var slot in slots.AsSpan())
                if (random.Next(8) > 0)
                {
                    slot.StartedTicks = random.Next(1, 100);
                    slot.EndedTicks = slot.StartedTicks + random.Next(1, 30);
                    slot.Worker = random.Next(0, 5);
                }
            var most = Enumerable.Range(1, 130).Max(moment => slots.Count(slot => slot.StartedTicks <= moment && moment < slot.EndedTicks));
            Assert.Equal(most, Concurrency.Max(slots));

            var totals = TaskTotals.Of(slots);
            var started = slots.Where(slot => slot.EndedTicks > 0).ToArray();
            Assert.Equal(most, totals.ConcurrencyMax);
            Assert.Equal(started.Sum(slot => slot.EndedTicks - slot.StartedTicks), totals.WorkTicks);
            if (started.Length > 0)
            {
                Assert.Equal(started.Max(slot => slot.EndedTicks - slot.StartedTicks), totals.LongestTicks);
                Assert.Equal(started.Max(slot => slot.EndedTicks) - started.Min(slot => slot.StartedTicks), totals.SpanTicks);
            }
        }
    }

    /// <summary><c>1-5 4-9</c>: a task from tick 1 to tick 5, and one from 4 to 9; <c>1-5/2</c> is worker 2's.</summary>
    internal static TaskSlot[] Slots(string intervals) =>
    [
        .. intervals.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(interval => interval.Split('-', '/'))
            .Select(parts => new TaskSlot { StartedTicks = long.Parse(parts[0], null), EndedTicks = long.Parse(parts[1], null), Worker = parts is [_, _, var worker] ? int.Parse(worker, null) : 0, Verdict = Verdict.Ok, Digest = 1 }),
    ];
}
