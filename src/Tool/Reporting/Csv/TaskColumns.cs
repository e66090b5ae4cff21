using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>A row of the tasks CSV.</summary>
internal readonly ref struct TaskRow(string session, int run, TaskOutcome task)
{
    public string Session => session;

    public int Run => run;

    public TaskOutcome Task { get; } = task;

    /// <summary>Looked up once for the three columns that show it.</summary>
    public TaskFault? Fault { get; } = task.Fault;
}

/// <summary>The columns of the tasks CSV that every workload has; its metrics stand behind them.</summary>
internal static class TaskColumns
{
    public static readonly Column<TaskRow>[] All =
    [
        new("session", (csv, row) => csv.WriteField(row.Session)),
        new("run", (csv, row) => csv.WriteField<int>(row.Run)),
        new("task", (csv, row) => csv.WriteField<long>(row.Task.Item.Index)),
        new("attempt", (csv, row) => csv.WriteField<int>(row.Task.Attempt)),
        new("input", (csv, row) => FreeText.WriteField(csv, row.Task.Item.Text)),
        new("worker", (csv, row) => csv.WriteField<int>(row.Task.HasRun ? row.Task.Worker : null)),
        new("pid", (csv, row) => csv.WriteField<int>(row.Task.Pid)),
        new("started_s", (csv, row) => csv.WriteField<double>(row.Task.StartedSeconds)),
        new("ended_s", (csv, row) => csv.WriteField<double>(row.Task.EndedSeconds)),
        new("duration_s", (csv, row) => csv.WriteField<double>(row.Task.DurationSeconds)),
        new("status", (csv, row) => csv.WriteField(Label.Of(row.Task.Verdict))),
        new("result", (csv, row) => FreeText.WriteUtf8Field(csv, row.Task.Utf8Value.Span)),
        new("error_type", (csv, row) => FreeText.WriteField(csv, row.Fault?.Type)),
        new("error_message", (csv, row) => FreeText.WriteField(csv, row.Fault?.Message)),
        new("error_detail", (csv, row) => FreeText.WriteField(csv, row.Fault?.Detail)),
    ];
}
