using System.Text.Json;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What stands in the JSON document before its runs.</summary>
internal static class JsonHead
{
    /// <summary>Changes when a name in the document changes its meaning, and not when one is added.</summary>
    private const int Schema = 2;

    /// <summary>Writes all properties of the document that come before the runs.</summary>
    public static void Write(Utf8JsonWriter json, SessionInfo info, SessionDetails details)
    {
        json.WriteNumber("schema", Schema);
        json.WriteString("session", info.Id);
        WriteField(json, "started_utc", info.StartedUtc is { } started ? Field.Of(started) : (string?)null);
        json.WriteStartObject("tool");
        json.WriteString("version", details.ToolVersion);
        WriteTexts(json, "command_line", details.CommandLine);
        json.WriteEndObject();
        if (details.Machine is { } machine)
            EnvironmentJson.Write(json, machine);
        WriteSettings(json, info, details);
        WritePlan(json, info, details.Plan);
        json.WriteStartArray("plugins");
        foreach (var plugin in details.Plugins)
            Write(json, plugin);
        json.WriteEndArray();
        json.WriteStartObject("columns");
        RunColumns.For(info).WriteMeanings(json, "runs");
        SummaryColumns.For(info.All).WriteMeanings(json, "summary");
        json.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter json, SessionInfo info, SessionDetails details)
    {
        var (plan, rules) = (details.Plan, info.Settings!.Rules);
        json.WriteStartObject("settings");
        json.WriteString("workload", info.Workload);
        json.WriteStartObject("parameters");
        foreach (var (name, value) in info.Parameters)
            json.WriteString(name, value);
        json.WriteEndObject();
        MetricColumns.WriteDeclarations(json, info);
        if (info.Others.Count > 0)
            WriteVariants(json, info.All);
        json.WriteNumber("inputs", plan.Inputs.Count / plan.Inputs.Times);
        json.WriteNumber("times", plan.Inputs.Times);
        json.WriteNumber("warmup", plan.Warmup);
        WriteField(json, "rounds", plan.Rounds.Fixed);
        WriteField(json, "precision", plan.Rounds.Fixed is null ? (double?)plan.Rounds.Precision : null);
        WriteField(json, "budget_s", plan.Rounds.Fixed is null ? (double?)plan.Rounds.Budget.TotalSeconds : null);
        json.WriteNumber("seed", plan.Seed);
        json.WriteString("pool", Label.OfPool(info.IsWarm));
        WriteField(json, "warm_tasks", info.IsWarm ? (long?)rules.WarmTasks : null);
        json.WriteString("scale", Label.Of(plan.Scale));
        json.WriteBoolean("isolate", info.Isolated.Count > 0);
        WriteField(json, "timeout_s", rules.Timeout?.TotalSeconds);
        json.WriteNumber("retries", rules.Retries);
        json.WriteBoolean("fail_fast", rules.FailFast);
        WriteField(json, "max_tasks_per_worker", rules.MaxTasksPerWorker > 0 ? (long?)rules.MaxTasksPerWorker : null);
        json.WriteEndObject();
    }

    private static void WriteVariants(Utf8JsonWriter json, IReadOnlyList<SessionInfo> variants)
    {
        json.WriteStartArray("variants");
        foreach (var variant in variants)
        {
            json.WriteStartObject();
            json.WriteString("variant", variant.Variant);
            json.WriteString("workload", variant.Workload);
            json.WriteStartObject("parameters");
            foreach (var (name, value) in variant.Parameters)
                json.WriteString(name, value);
            json.WriteEndObject();
            MetricColumns.WriteDeclarations(json, variant);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WritePlan(Utf8JsonWriter json, SessionInfo info, Plan plan)
    {
        json.WriteStartObject("plan");
        json.WriteNumber("tasks", plan.Inputs.Count);
        WriteField(json, "runs", plan.RunCount);
        json.WriteStartArray("configurations");
        foreach (var configuration in plan.Configurations)
        {
            json.WriteStartObject();
            if (info.Others.Count > 0)
                json.WriteString("variant", info.Of(configuration).Variant);
            json.WriteString("executor", configuration.Executor);
            json.WriteNumber("workers", configuration.Workers);
            WriteField(json, "chunk_size", configuration.ChunkSize.Number);
            json.WriteNumber("tasks", plan.TasksOf(configuration));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PluginDetails plugin)
    {
        json.WriteStartObject();
        json.WriteString("name", plugin.Name);
        json.WriteString("origin", plugin.Origin);
        json.WriteString("file", plugin.File);
        WriteField(json, "workload", plugin.Workload);
        WriteTexts(json, "executors", plugin.Executors);
        json.WriteString("version", plugin.Version);
        WriteField(json, "informational_version", plugin.InformationalVersion);
        WriteField(json, "contract", plugin.Contract);
        WriteField(json, "target_framework", plugin.TargetFramework);
        json.WriteBoolean("built_in_debug", plugin.IsUnoptimized);
        WriteTexts(json, "remarks", plugin.Remarks);
        json.WriteStartObject("sha512");
        foreach (var (path, hash) in plugin.Files)
            json.WriteString(path, hash);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    public static void WriteField(Utf8JsonWriter json, string name, Field field)
    {
        json.WritePropertyName(name);
        field.Write(json);
    }
}
