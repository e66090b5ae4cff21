using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>What an executor with one worker costs where there is nothing to do. In seconds.</summary>
/// <param name="Executor">The executor's name.</param>
/// <param name="Tasks">How many tasks there were in a run.</param>
/// <param name="Task">The median of what a task took.</param>
/// <param name="Startup">The median of what it took to make the worker.</param>
internal sealed record EmptyTaskCost(string Executor, long Tasks, Estimate Task, Estimate Startup)
{
    /// <summary>One for each executor with a run that was all right, in the order of their first ones.</summary>
    public static IReadOnlyList<EmptyTaskCost> Of(IEnumerable<Observation> runs) =>
    [
        .. from arm in Arm.AllOf(runs)
           let sound = arm.Runs.Where(run => run.Status == RunStatus.Ok && run.Scenario.Tasks > 0).ToList()
           where sound.Count > 0
           select new EmptyTaskCost(
               arm.Configuration.Executor,
               arm.Scenario.Tasks,
               MedianOf(sound.ConvertAll(run => run.Times.Run / run.Scenario.Tasks)),
               MedianOf(sound.ConvertAll(run => run.Times.Startup))),
    ];

    private static Estimate MedianOf(List<double> seconds)
    {
        var median = LogMedian.Of(seconds);
        return new Estimate(median.Median, median.IntervalAt(), seconds.Count);
    }
}
