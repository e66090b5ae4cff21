using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

public sealed class UnstartedTasksTests
{
    [Theory]
    [InlineData(1, 0, 10, "0-10")]
    [InlineData(4, 0, 10, "0-2 2-4 4-6 6-8 8-10")]
    [InlineData(4, 3, 6, "3-4 4-5 5-6")]
    [InlineData(4, 5, 5, "")]
    [InlineData(4, 6, 5, "")]
    public void TasksOfADeadWorkerAreDividedAmongTheOthers(int workers, long start, long end, string pieces)
    {
        using var harness = new PoolHarness("curious", "0..10", workers);
        var unstarted = new UnstartedTasks(harness.Board);
        unstarted.Add(start, end);
        Assert.Equal(pieces, string.Join(' ', All(unstarted)));
    }

    [Fact]
    public void UnrecordedClaimsAreFoundOnceByTheirMissingVerdicts()
    {
        using var harness = new PoolHarness("curious", "0..4");
        var unstarted = new UnstartedTasks(harness.Board) { MayBeMissing = true };
        foreach (var task in (int[])[0, 2])
            harness.Board.Record(new TaskRecord { Index = task, Worker = 0, Verdict = Verdict.Ok, StartedTicks = 1, EndedTicks = 2 });

        unstarted.FindMissing();
        Assert.Equal(["1-2", "3-4"], All(unstarted));
        unstarted.FindMissing();
        Assert.Equal(0, unstarted.Count);
    }

    [Fact]
    public void MissingTasksAreSearchedOnlyIfThereMayBeSome()
    {
        using var harness = new PoolHarness("curious", "0..4");
        var unstarted = new UnstartedTasks(harness.Board);
        unstarted.FindMissing();
        Assert.Equal(0, unstarted.Count);
    }

    private static List<string> All(UnstartedTasks unstarted)
    {
        var all = new List<string>();
        while (unstarted.TryTake(out var range))
            all.Add($"{range.Start}-{range.End}");
        return all;
    }
}
