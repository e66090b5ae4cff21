using System.Diagnostics;
using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

/// <summary>Two workers whose pool is requested at second 10, ready at 20, done at 100 and gone at 110. Tasks are <c>start-end/worker</c>, with <c>:pid</c> if it
/// matters, and <c>!</c> if they fail.</summary>
public sealed class WorkerTimeTests
{
    private static readonly RunTimes Times = new(Second(10), Second(20), Second(100), Second(110));

    [Theory]
    // Both workers begin at once and end at once.
    [InlineData("20-100/0 20-100/1", 20, 160, 0, 0, 0)]
    // Worker 1 begins later.
    [InlineData("20-100/0 35-100/1", 20 + 15, 145, 0, 0, 0)]
    // Gaps between the tasks of a worker.
    [InlineData("20-50/0 55-100/0 20-100/1", 20, 155, 5, 0, 0)]
    // Worker 1 has nothing left to do.
    [InlineData("20-100/0 20-60/1", 20, 120, 0, 40, 0)]
    // There is one task for two workers.
    [InlineData("20-100/0", 20, 80, 0, 80, 0)]
    // The executor needs 5 s to notice that the last task has ended.
    [InlineData("20-95/0 20-90/1", 20, 145, 0, 5, 10)]
    // No task at all.
    [InlineData("", 20, 0, 0, 0, 160)]
    // In whatever order the tasks are.
    [InlineData("55-100/0 60-100/1 20-50/0 20-60/1", 20, 155, 5, 0, 0)]
    public void EverySecondOfAWorkerHasItsPlace(string tasks, double startup, double inTasks, double dispatch, double imbalance, double other)
    {
        var time = Of(tasks);
        Assert.Equal((startup, inTasks, dispatch, imbalance, other, 20), (time.Startup, time.Tasks, time.Dispatch, time.Imbalance, time.Other, time.Shutdown));
        Assert.Equal(time.Wall * time.Workers, time.Sum);
    }

    [Theory]
    // A process is replaced by another: 10 s until its first task.
    [InlineData("20-50/0:1 60-100/0:2 20-100/1:3", 30, 0)]
    // Within a process, the gap is dispatch.
    [InlineData("20-50/0:1 60-100/0:1 20-100/1:3", 20, 10)]
    [InlineData("20-40/0:1 45-50/0:1 60-70/0:2 71-80/0:2 88-100/0:3 20-100/1:4", 20 + 10 + 8, 5 + 1)]
    // Task 0 was taken over by the second process, which stands before the first in the order of tasks.
    [InlineData("60-70/0:2 20-50/0:1 75-100/0:2 20-100/1:3", 30, 5)]
    public void TheTimeUntilASuccessorsFirstTaskIsStartUp(string tasks, double startup, double dispatch)
    {
        var time = Of(tasks);
        Assert.Equal((startup, dispatch), (time.Startup, time.Dispatch));
        Assert.Equal(time.Wall * time.Workers, time.Sum);
    }

    [Fact]
    public void AttemptsThatWereRetriedAreApart()
    {
        var time = Of("30-100/0 20-100/1", retried: "20-28/0");
        Assert.Equal((20, 150, 8, 2, 0), (time.Startup, time.Tasks, time.Retries, time.Dispatch, time.Imbalance));
        Assert.Equal(80, time.MaxBusy);
        Assert.Equal(time.Wall * time.Workers, time.Sum);
    }

    [Fact]
    public void TimeInTasksWithoutAResultIsApart()
    {
        var time = Of("30-50/0! 50-100/0 20-60/1! 60-100/1", retried: "20-28/0");
        Assert.Equal((150, 60), (time.Tasks, time.Failed));
        var losses = Losses.Of(time, serial: null);
        Assert.Equal((90, 60, 8), (losses.Useful, losses.Failed, losses.Retries));
        Assert.Equal(time.Wall * time.Workers, losses.Sum);
    }

    [Fact]
    public void ACrashedAttemptEndsBeforeItsSuccessorStarts()
    {
        var time = Of("60-100/0:2 20-100/1:3", retried: "20-50/0:1");
        Assert.Equal((30, 120, 30, 0), (time.Startup, time.Tasks, time.Retries, time.Dispatch));
    }

    [Theory]
    // Of another clock: before, after and around the run.
    [InlineData("1-5/0 2-3/1")]
    [InlineData("200-500/0 20-100/1")]
    [InlineData("1-500/0 1-500/1")]
    // A worker that is in two tasks at once.
    [InlineData("20-100/0 20-100/0 20-100/1")]
    [InlineData("20-90/0 30-80/0 25-95/1 40-200/1")]
    public void TimesThatCannotBeAreCutOff(string tasks)
    {
        var time = Of(tasks);
        Assert.Equal(time.Wall * time.Workers, time.Sum);
        Assert.InRange(time.MaxBusy, 0, 80);
        Assert.All([time.Startup, time.Tasks, time.Retries, time.Dispatch, time.Imbalance, time.Other, time.Shutdown], part => Assert.InRange(part, 0, 200));
    }

    [Fact]
    public void PartsAddUpWhateverTheTasksAre()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 300; trial++)
        {
            var time = Of(Tasks(40), Tasks(5));
            Assert.Equal(time.Wall * time.Workers, time.Sum, precision: 6);
            Assert.All([time.Startup, time.Tasks, time.Retries, time.Dispatch, time.Imbalance, time.Other, time.Shutdown], part => Assert.InRange(part, 0, 200));
        }

        string Tasks(int max) => string.Join(' ', Enumerable.Range(0, random.Next(max)).Select(_ =>
        {
            var start = random.Next(5, 105);
            return $"{start}-{start + random.Next(0, 20)}/{random.Next(2)}:{random.Next(1, 5)}";
        }));
    }

    private static WorkerTime Of(string tasks, string retried = "")
    {
        using var memory = new PrivateBoardMemory(new BoardLayout(Slots(tasks).Length, [], KeepValues: false));
        var log = new TaskLog(memory);
        log.Reset(workers: 2, memory.Layout.Tasks);
        Fill(memory, Slots(tasks));
        foreach (var attempt in Slots(retried))
            log.Retried.Add(task: 0, in attempt, new TextStore(memory.Texts));
        return WorkerTime.Of(Times, workers: 2, log);
    }

    private static unsafe void Fill(PrivateBoardMemory memory, TaskSlot[] slots) => slots.CopyTo(new Span<TaskSlot>(memory.Slots, slots.Length));

    private static TaskSlot[] Slots(string tasks) => [.. tasks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Slot)];

    private static TaskSlot Slot(string task)
    {
        var parts = task.TrimEnd('!').Split('-', '/', ':');
        return new TaskSlot
        {
            StartedTicks = Second(int.Parse(parts[0], CultureInfo.InvariantCulture)),
            EndedTicks = Second(int.Parse(parts[1], CultureInfo.InvariantCulture)),
            Worker = int.Parse(parts[2], CultureInfo.InvariantCulture),
            Pid = parts is [_, _, _, var pid] ? int.Parse(pid, CultureInfo.InvariantCulture) : 1,
            Verdict = task.EndsWith('!') ? Verdict.Error : Verdict.Ok,
        };
    }

    private static long Second(long seconds) => seconds * Stopwatch.Frequency;
}
