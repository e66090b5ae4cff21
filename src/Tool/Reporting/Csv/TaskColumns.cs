using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>A row of the tasks CSV.</summary>
internal readonly ref struct TaskRow(SessionInfo info, int run, TaskOutcome task)
{
    public string Session => info.Id;

    public string Variant => info.Variant;

    public int Run => run;

    public TaskOutcome Task { get; } = task;

    /// <summary>Looked up once for the columns that show it.</summary>
    public TaskFault? Fault { get; } = task.Fault;

    /// <returns><see langword="null"/> if the attempt did not report it.</returns>
    public double? Metric(int column, string name)
    {
        if (Fault is null)
            return Task.Metric(column);
        // The last number counts, as in a result.
        for (var i = Fault.Metrics.Count - 1; i >= 0; i--)
            if (Fault.Metrics[i].Name == name)
                return Fault.Metrics[i].Value;
        return null;
    }

    /// <summary>The rows of a run: one per attempt at a task.</summary>
    /// <param name="info">The variant.</param>
    /// <param name="run">The run.</param>
    /// <param name="add">Gets each row.</param>
    public static void AddAll(SessionInfo info, RunRecord run, Action<TaskRow> add)
    {
        for (var index = 0L; index < run.Tasks.Count; index++)
        {
            for (var attempt = 0; attempt < run.Tasks.FormerAttempts(index); attempt++)
                add(new TaskRow(info, run.Planned.Number, run.Tasks.FormerAttempt(index, attempt)));
            add(new TaskRow(info, run.Planned.Number, run.Tasks[index]));
        }
    }
}

/// <summary>The columns of the tasks CSV: those that every workload has, followed by its metrics.</summary>
internal static class TaskColumns
{
    private static readonly Column<TaskRow>[] Fixed =
    [
        new("session", row => row.Session, "the session, as in the runs CSV"),
        new("run", row => row.Run, "the run, as in the runs CSV"),
        new("task", row => row.Task.Item.Index, "the index of the task, from 0"),
        new("attempt", row => row.Task.Attempt, "the number of the attempt, from 1. Only the last attempt of a task counts in the row of the run"),
        new("input", row => row.Task.Item.Shown(),
            "the complete input as text. The tasks CSV is data: passwords and keys in addresses are not hidden here, nor in error messages. Standard error, JSON and Markdown have `***` instead"),
        new("worker", row => row.Task.HasRun ? row.Task.Worker : (long?)null,
            "the worker that ran the task, from 0; empty if none did, or if it is unknown which worker had claimed it when their process died"),
        new("pid", row => row.Task.Pid, "the process that ran the task, or that had claimed it when it died; empty if none did"),
        new("started_s", row => row.Task.StartedSeconds,
            "when the task started, since the start of the run, which is the request for its pool; empty if the task never started or the time is unknown"),
        new("ended_s", row => row.Task.EndedSeconds, "when the task ended, since the start of the run; empty likewise"),
        new("duration_s", row => row.Task.DurationSeconds, "`ended_s` − `started_s`"),
        new("status", row => Label.Of(row.Task.Verdict),
            "`ok`; `error`: the task threw an exception; `timeout`: it took longer than the session allows a task, while a limit of the workload's own, as the option `timeout` of `command`, makes it an `error`; `crashed`: its worker process died, or the process of an isolated run died while the task was claimed and not finished; `cancelled`: it was interrupted, or it never started because of an interruption, a failure of the executor, or a failed task that ended the session"),
        new("result", row => row.Task.Utf8Value, "the value that the workload returned"),
        new("error_type", row => row.Fault?.Type, "the type of the exception, or why there is no result: `SIGKILL`, `exit 3`, `Timeout`; empty where `error_message` says all"),
        new("error_message", row => row.Fault?.Message, "the message of the exception, with the causes inside it"),
        new("error_detail", row => row.Fault?.Detail, "the stack trace of the exception, with the inner exceptions and theirs; empty for a failure that `error_message` explains alone"),
        new("node", row => row.Task.Node, "the machine of the [node](cluster.md) that ran the task; empty if none did"),
    ];

    /// <summary>The columns for a session: with the variant if there are several.</summary>
    public static Column<TaskRow>[] For(SessionInfo info) => For(info.Metrics, info.Others.Count > 0);

    /// <summary>The columns for the workload with these metrics.</summary>
    public static Column<TaskRow>[] For(IReadOnlyList<Metric> metrics, bool hasVariants = false) =>
    [
        .. Fixed,
        .. hasVariants ? [new Column<TaskRow>("variant", row => row.Variant, "as in the runs CSV; only if the session has several variants")] : (Column<TaskRow>[])[],
        .. metrics.Select((metric, index) => new Column<TaskRow>(metric.Column,
            row => row.Metric(index, metric.Name),
            "each metric that the workload declares, in the unit that `describe` shows, hyphens in its name written as `_`; `NaN` if it is not a number, and empty if the attempt reported none. A failed attempt may report some, which do not count in the row of the run")),
    ];
}
