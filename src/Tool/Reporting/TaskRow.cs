using CsvHelper;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The columns of the tasks CSV that every workload has; its metrics stand behind them.</summary>
[CsvRecord]
internal partial record struct TaskRow(
    [property: CsvColumn("session")] string Session,
    [property: CsvColumn("run")] int Run,
    [property: CsvColumn("task")] long Task,
    [property: CsvColumn("attempt")] int Attempt,
    [property: CsvColumn("input"), CsvConverter(typeof(FreeText))] string? Input,
    [property: CsvColumn("worker")] int? Worker,
    [property: CsvColumn("pid")] int? Pid,
    [property: CsvColumn("started_s")] double? StartedSeconds,
    [property: CsvColumn("ended_s")] double? EndedSeconds,
    [property: CsvColumn("duration_s")] double? DurationSeconds,
    [property: CsvColumn("status")] string Status,
    [property: CsvColumn("result"), CsvConverter(typeof(FreeUtf8Text))] ReadOnlyMemory<byte> Result,
    [property: CsvColumn("error_type"), CsvConverter(typeof(FreeText))] string? ErrorType,
    [property: CsvColumn("error_message"), CsvConverter(typeof(FreeText))] string? ErrorMessage)
{
    public static TaskRow Of(string session, int run, in TaskOutcome task) => new(
        session,
        run,
        task.Item.Index,
        Attempt: 1,
        task.Item.Text,
        task.HasRun ? task.Worker : null,
        task.HasRun ? Environment.ProcessId : null,
        task.StartedSeconds,
        task.EndedSeconds,
        task.DurationSeconds,
        Label.Of(task.Verdict),
        task.Utf8Value,
        task.Fault?.Type,
        task.Fault?.Message);
}
