using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>What <c>doctor</c> has found. After an interruption the later parts are missing.</summary>
/// <param name="Machine">The machine that was examined.</param>
internal sealed record Diagnosis(Machine Machine)
{
    /// <summary>The load average of the minute before.</summary>
    public double? Load { get; init; }

    public ClockCheck? Clock { get; init; }

    public IReadOnlyList<SleepCheck> Sleeps { get; init; } = [];

    public IReadOnlyList<EmptyTaskCost> EmptyTasks { get; init; } = [];

    /// <summary>How a perfectly parallel computation scales, one summary per number of workers.</summary>
    public IReadOnlyList<Summary> Scaling { get; init; } = [];

    /// <summary>The runs behind the last two.</summary>
    public IReadOnlyList<Observation> Runs { get; init; } = [];

    /// <summary>What makes numbers of this machine doubtful, one sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Whether everything was measured.</summary>
    public bool IsComplete { get; init; }
}

/// <summary>What an executor with one worker costs when tasks do nothing, in seconds.</summary>
/// <param name="Executor">The executor's name.</param>
/// <param name="Tasks">The number of tasks of each run.</param>
/// <param name="Task">The median time per task.</param>
/// <param name="Startup">The median time to start the worker.</param>
/// <param name="Compile">The median time in which code was compiled: a new process runs cold code.</param>
internal sealed record EmptyTaskCost(string Executor, long Tasks, Estimate Task, Estimate Startup, Estimate Compile)
{
    /// <summary>One for each executor with a run that is ok, in the order of their first runs.</summary>
    public static IReadOnlyList<EmptyTaskCost> Of(IEnumerable<Observation> runs) =>
    [
        .. from arm in Arm.AllOf(runs)
           let sound = arm.Runs.Where(run => run.Status == RunStatus.Ok && run.Tasks > 0).ToList()
           where sound.Count > 0
           select new EmptyTaskCost(
               arm.Configuration.Executor,
               arm.Scenario.Tasks,
               Estimate.MedianOf(sound.ConvertAll(run => run.Times.Run / run.Tasks)),
               Estimate.MedianOf(sound.ConvertAll(run => run.Times.Startup)),
               Estimate.MedianOf(sound.ConvertAll(run => run.Noise.CompileSeconds ?? 0))),
    ];
}
