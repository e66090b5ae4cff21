using System.Text;
using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>What <c>doctor</c> has found, as a document; docs/doctor.md describes it.</summary>
internal static class DoctorJson
{
    private const int Schema = 1;

    public static readonly Column<Diagnosis>[] Clock =
    [
        new("step_s", found => found.Clock?.StepSeconds, "the smallest step seen"),
        new("reading_s", found => found.Clock?.ReadingSeconds, "the cost of reading the clock"),
        new("system_reading_s", found => found.Clock?.SystemReadingSeconds, "the cost of reading the system's counters"),
    ];

    public static readonly Column<SleepCheck>[] Sleep =
    [
        new("call", sleep => sleep.Call, "`Thread.Sleep` or `Task.Delay`"),
        new("nominal_s", sleep => sleep.NominalSeconds, "the requested time"),
        new("sleeps", sleep => sleep.Late.Count, "the number of sleeps"),
        new("late_median_s", sleep => sleep.Median, "how much longer the sleeps took, as a median; below 0 if they ended early"),
        new("late_worst_s", sleep => sleep.Worst, "how much longer the longest sleep took"),
    ];

    public static readonly Column<EmptyTaskCost>[] EmptyTask =
    [
        new("executor", cost => cost.Executor, "the name of the executor"),
        new("tasks", cost => cost.Tasks, "the number of tasks per run"),
        new("rounds", cost => cost.Task.Count, "the number of measured rounds"),
        new("task_median_s", cost => cost.Task.Value, "the median of `run_s` / tasks"),
        new("task_ci_low_s", cost => cost.Task.Interval?.Low, "lower end of its 95% confidence interval; from 3 rounds"),
        new("task_ci_high_s", cost => cost.Task.Interval?.High, "upper end of this interval"),
        new("startup_median_s", cost => cost.Startup.Value, "the median of `startup_s`"),
        new("compile_median_s", cost => cost.Compile.Value, "the median of `compile_s`"),
    ];

    public static readonly Column<Summary>[] Scaling =
    [
        new("executor", summary => summary.Configuration.Executor, "the name of the executor"),
        new("workers", summary => summary.Configuration.Workers, "the number of workers"),
        new("rounds", summary => summary.Rounds, "the number of measured rounds"),
        new("wall_median_s", summary => summary.Wall?.Median.Value, "the median of `wall_s`"),
        new("speedup_over_one", summary => summary.SpeedUpOverOne?.Value, "the speed-up over one worker, paired by round"),
        new("speedup_ci_low", summary => summary.SpeedUpOverOne?.Interval?.Low, "lower end of its 95% confidence interval; from 3 rounds"),
        new("speedup_ci_high", summary => summary.SpeedUpOverOne?.Interval?.High, "upper end of this interval"),
    ];

    public static string Of(Diagnosis found, string toolVersion)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, SessionJson.ManyLines))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteStartObject("tool");
            json.WriteString("version", toolVersion);
            json.WriteEndObject();
            EnvironmentJson.Write(json, found.Machine);
            JsonHead.WriteField(json, "load_before", found.Load);
            json.WritePropertyName("clock");
            Clock.Write(json, found);
            Sleep.WriteAll(json, "sleep", found.Sleeps);
            EmptyTask.WriteAll(json, "empty_task", found.EmptyTasks);
            Scaling.WriteAll(json, "scaling", found.Scaling);
            JsonHead.WriteTexts(json, "remarks", found.Remarks);
            json.WriteBoolean("complete", found.IsComplete);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
