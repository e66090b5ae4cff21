using System.Text;
using System.Text.Json;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What <c>doctor</c> has found out, as a document; docs/doctor.md describes it.</summary>
internal static class DoctorJson
{
    private const int Schema = 1;

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
            WriteClock(json, found);
            Write(json, "sleep", found.Sleeps, sleep =>
            [
                ("call", sleep.Call), ("nominal_s", sleep.NominalSeconds), ("sleeps", (long?)sleep.Late.Count),
                ("late_median_s", sleep.Median), ("late_worst_s", sleep.Worst),
            ]);
            Write(json, "empty_task", found.EmptyTasks, cost =>
            [
                ("executor", cost.Executor), ("tasks", (long?)cost.Tasks), ("rounds", (long?)cost.Task.Count),
                ("task_median_s", cost.Task.Value), ("task_ci_low_s", cost.Task.Interval?.Low), ("task_ci_high_s", cost.Task.Interval?.High),
                ("startup_median_s", cost.Startup.Value),
            ]);
            Write(json, "scaling", found.Scaling, summary =>
            [
                ("executor", summary.Configuration.Executor), ("workers", (long?)summary.Configuration.Workers), ("rounds", (long?)summary.Rounds),
                ("wall_median_s", summary.Wall?.Median.Value), ("speedup_over_one", summary.SpeedUpOverOne?.Value),
                ("speedup_ci_low", summary.SpeedUpOverOne?.Interval?.Low), ("speedup_ci_high", summary.SpeedUpOverOne?.Interval?.High),
            ]);
            JsonHead.WriteTexts(json, "remarks", found.Remarks);
            json.WriteBoolean("complete", found.IsComplete);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteClock(Utf8JsonWriter json, Diagnosis found)
    {
        json.WriteStartObject("clock");
        JsonHead.WriteField(json, "step_s", found.Clock?.StepSeconds);
        JsonHead.WriteField(json, "reading_s", found.Clock?.ReadingSeconds);
        JsonHead.WriteField(json, "system_reading_s", found.Clock?.SystemReadingSeconds);
        json.WriteEndObject();
    }

    private static void Write<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Func<T, (string Name, Field Value)[]> fieldsOf)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            foreach (var (field, value) in fieldsOf(item))
                JsonHead.WriteField(json, field, value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
