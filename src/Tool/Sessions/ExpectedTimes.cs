using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Sessions;

/// <summary>How long runs will take, by those in a file that an earlier session has written. A dry run runs nothing to find out.</summary>
internal static class ExpectedTimes
{
    /// <param name="path">The file; nothing is expected if there is none.</param>
    /// <param name="workload">The workload to be run.</param>
    /// <param name="plan">Which runs, with how many tasks.</param>
    /// <returns>By configuration, the median of the wall times in seconds.</returns>
    public static Dictionary<Configuration, double> From(string? path, string workload, Plan plan) => RunsIn(path)
        .Where(run => run.IsComplete && run.Scenario.Workload == workload && run.Tasks == plan.TasksOf(run.Planned.Configuration))
        .GroupBy(run => run.Planned.Configuration)
        .ToDictionary(runs => runs.Key, runs => LogMedian.Of([.. runs.Select(run => run.Times.Wall)]).Median);

    private static IReadOnlyList<Observation> RunsIn(string? path)
    {
        try
        {
            return path is null || !File.Exists(path) ? [] : RunsReader.Read(path).Runs;
        }
        catch (PartimeException)
        {
            // Whatever it is, the run would replace it, and nothing is to be learned from it.
            return [];
        }
    }
}
