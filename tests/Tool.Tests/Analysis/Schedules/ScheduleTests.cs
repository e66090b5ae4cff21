using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Analysis;

public sealed class ScheduleTests
{
    private const double Rounding = 1e-9;

    private static readonly Schedule Static = new(ScheduleKind.Static);
    private static readonly Schedule Guided = new(ScheduleKind.Guided);
    private static readonly Schedule Automatic = new(ScheduleKind.Dynamic, ChunkSpec.Parse("auto"));

    /// <summary>Computed by hand.</summary>
    [Theory]
    // Two blocks of three: 1 + 2 + 3 and 4 + 5 + 6.
    [InlineData("static", 2, 15, "1 2 3 4 5 6")]
    // Blocks of one, one, one and two tasks.
    [InlineData("static", 4, 2, "1 1 1 1 1")]
    [InlineData("static", 9, 3, "1 3 2")]
    // 1 + 3 + 5 and 2 + 4 + 6.
    [InlineData("1", 2, 12, "1 2 3 4 5 6")]
    // The long task comes last and starts at 3.
    [InlineData("1", 2, 9, "1 1 1 1 1 1 6")]
    [InlineData("longest-first", 2, 6, "1 1 1 1 1 1 6")]
    // 3 + 2 + 2 and 3 + 2, where 6 would be possible: 3 + 3 and 2 + 2 + 2.
    [InlineData("longest-first", 2, 7, "3 3 2 2 2")]
    // Chunks 1 + 2, 3 + 4 and 5 + 6: the third goes to the first worker.
    [InlineData("2", 2, 14, "1 2 3 4 5 6")]
    // Chunks of four: one worker has nothing.
    [InlineData("4", 2, 10, "1 2 3 4")]
    // ⌈6/8⌉ is 1.
    [InlineData("pool", 2, 12, "1 2 3 4 5 6")]
    // 3, then 2, 1 and 0 of what is left: 6; 4 + 5; and 6 for the first.
    [InlineData("guided", 2, 12, "1 2 3 4 5 6")]
    [InlineData("1", 3, 0, "")]
    [InlineData("1", 8, 4, "4")]
    [InlineData("guided", 1, 10, "1 2 3 4")]
    public void AScheduleTakesAsLongAsByHand(string schedule, int workers, double expected, string seconds) =>
        Assert.Equal(expected, Named(schedule).Makespan(new TaskDurations([.. seconds.Split(" ", StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))]), workers), Rounding);

    [Fact]
    public void NoScheduleIsFasterThanTheLowerBoundNorSlowerThanOneWorker() => ForRandomTasks((tasks, workers) =>
    {
        foreach (var schedule in Schedule.All([ChunkSpec.Parse("7"), ChunkSpec.Parse("auto"), ChunkSpec.Parse("pool")]))
            Assert.InRange(schedule.Makespan(tasks, workers), tasks.LowerBound(workers) - Rounding, tasks.Total + Rounding);
    });

    /// <summary>Graham 1966: total / W + (1 − 1/W) · longest, which is below twice the lower bound.</summary>
    [Fact]
    public void ClaimingTaskByTaskTakesAtMostTwiceTheLowerBound() => ForRandomTasks((tasks, workers) =>
    {
        var makespan = Schedule.TaskByTask.Makespan(tasks, workers);
        Assert.True(makespan <= (tasks.Total / workers) + ((1 - (1.0 / workers)) * tasks.Longest) + Rounding);
        Assert.True(makespan <= (2 * tasks.LowerBound(workers)) + Rounding);
    });

    /// <summary>Graham 1969.</summary>
    [Fact]
    public void LongestFirstTakesAtMostAThirdMoreThanTheBestSchedule()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 200; trial++)
        {
            var workers = random.Next(2, 4);
            double[] seconds = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (double)random.Next(1, 20))];
            var best = Best(seconds, new double[workers], 0);
            Assert.InRange(Schedule.LongestFirst.Makespan(new TaskDurations(seconds), workers), best, ((4.0 / 3) - (1.0 / (3 * workers))) * best + Rounding);
        }
    }

    [Fact]
    public void WithOneWorkerEveryScheduleTakesTheSum() => ForRandomTasks((tasks, _) =>
    {
        foreach (var schedule in (Schedule[])[Static, Guided, Automatic, Schedule.TaskByTask, Schedule.LongestFirst])
            Assert.Equal(tasks.Total, schedule.Makespan(tasks, 1), Rounding);
    });

    [Fact]
    public void ManyTasksAreReplayedWithManyWorkers()
    {
        double[] seconds = [.. Enumerable.Range(0, 200_000).Select(task => 1e-6 * (1 + (task % 7)))];
        var found = Predictions.Of([seconds], [1, 2, 64], Schedule.All([ChunkSpec.Parse("auto")]));
        Assert.All(found.All, prediction => Assert.InRange(prediction.Seconds.Value / prediction.LowerBound, 1 - Rounding, 1.01));
    }

    private static Schedule Named(string name) => name switch
    {
        "static" => Static,
        "guided" => Guided,
        "longest-first" => Schedule.LongestFirst,
        _ => new Schedule(ScheduleKind.Dynamic, ChunkSpec.Parse(name)),
    };

    private static void ForRandomTasks(Action<TaskDurations, int> check)
    {
        var random = new Random(1);
        for (var trial = 0; trial < 300; trial++)
            check(new TaskDurations([.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => -Math.Log(1 - random.NextDouble()) * 0.01)]), random.Next(1, 20));
    }

    /// <summary>By trying all.</summary>
    private static double Best(double[] seconds, double[] loads, int task)
    {
        if (task == seconds.Length)
            return loads.Max();
        var best = double.PositiveInfinity;
        for (var worker = 0; worker < loads.Length; worker++)
        {
            loads[worker] += seconds[task];
            best = Math.Min(best, Best(seconds, loads, task + 1));
            loads[worker] -= seconds[task];
        }
        return best;
    }
}
