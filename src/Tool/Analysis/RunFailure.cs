using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>A run in which something failed, with the first task that did.</summary>
/// <param name="Configuration">How the tasks were run.</param>
/// <param name="Failed">How many tasks have no result.</param>
/// <param name="Tasks">How many there are.</param>
/// <param name="RunError">What failed besides the tasks, if anything did.</param>
/// <param name="FirstInput">The input of the first task without a result.</param>
/// <param name="FirstFault">Why it has none.</param>
internal sealed record RunFailure(
    Configuration Configuration, long Failed, long Tasks, string? RunError, WorkItem? FirstInput, TaskFault? FirstFault)
{
    public static RunFailure Of(RunRecord run)
    {
        for (var index = 0L; index < run.Tasks.Count; index++)
        {
            var task = run.Tasks[index];
            if (task.Verdict != Verdict.Ok)
                return new RunFailure(run.Planned.Configuration, run.Totals.Failed, run.Tasks.Count, run.Error, task.Item, task.Fault);
        }
        return new RunFailure(run.Planned.Configuration, 0, run.Tasks.Count, run.Error, null, null);
    }
}
