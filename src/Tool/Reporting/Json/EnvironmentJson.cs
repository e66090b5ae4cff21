using System.Text.Json;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The machine as the JSON document shows it.</summary>
internal static class EnvironmentJson
{
    private const string ServerGc = "server";

    public static void Write(Utf8JsonWriter json, Machine machine)
    {
        json.WriteStartObject("environment");
        WriteFacts(json, machine);
        json.WriteEndObject();
    }

    /// <summary>Its properties alone.</summary>
    public static void WriteFacts(Utf8JsonWriter json, Machine machine)
    {
        var processor = machine.Processor;
        json.WriteString("machine", machine.Name);
        json.WriteString("os", machine.Os);
        json.WriteString("kernel", machine.Kernel);
        json.WriteString("architecture", machine.Architecture);
        JsonHead.WriteField(json, "hypervisor", processor.Hypervisor);
        JsonHead.WriteField(json, "cpu_model", processor.Model);
        JsonHead.WriteField(json, "logical_cpus", processor.LogicalCpus);
        JsonHead.WriteField(json, "physical_cores", processor.PhysicalCores);
        WriteFlag(json, "smt", processor.Smt);
        JsonHead.WriteField(json, "allowed_cpus", processor.AllowedCpus);
        JsonHead.WriteField(json, "quota_cpus", machine.Limits.Cpus);
        JsonHead.WriteField(json, "memory_bytes", machine.MemoryBytes);
        JsonHead.WriteField(json, "memory_limit_bytes", machine.Limits.MemoryBytes);
        JsonHead.WriteField(json, "frequency_governor", machine.Power.Governor);
        WriteFlag(json, "on_battery", machine.Power.OnBattery);
        json.WriteString("dotnet", machine.DotNet);
        json.WriteString("gc", machine.IsServerGc ? ServerGc : "workstation");
        json.WriteBoolean("gc_concurrent", machine.IsConcurrentGc);
        JsonHead.WriteTexts(json, "dotnet_settings", machine.Settings);
    }

    /// <summary>Reads what the other method has written, or anything else.</summary>
    /// <exception cref="InvalidOperationException">A property has the wrong type.</exception>
    /// <exception cref="FormatException">A property is missing, or its number is too large.</exception>
    public static Machine ReadFacts(JsonElement facts) => new()
    {
        Name = Text(facts, "machine"),
        Os = Text(facts, "os"),
        Kernel = Text(facts, "kernel"),
        Architecture = Text(facts, "architecture"),
        Processor = new Processor
        {
            Hypervisor = Value(facts, "hypervisor")?.GetString(),
            Model = Value(facts, "cpu_model")?.GetString(),
            LogicalCpus = Value(facts, "logical_cpus")?.GetInt32(),
            PhysicalCores = Value(facts, "physical_cores")?.GetInt32(),
            Smt = Value(facts, "smt")?.GetBoolean(),
            AllowedCpus = Value(facts, "allowed_cpus")?.GetInt32(),
        },
        Limits = new Cgroup { Cpus = Value(facts, "quota_cpus")?.GetDouble(), MemoryBytes = Value(facts, "memory_limit_bytes")?.GetInt64() },
        MemoryBytes = Value(facts, "memory_bytes")?.GetInt64(),
        Power = new PowerState(Value(facts, "on_battery")?.GetBoolean(), Value(facts, "frequency_governor")?.GetString(), IsKeptSlow: false),
        DotNet = Text(facts, "dotnet"),
        IsServerGc = Text(facts, "gc") == ServerGc,
        IsConcurrentGc = Value(facts, "gc_concurrent")?.GetBoolean() == true,
        Settings = [.. Value(facts, "dotnet_settings")?.EnumerateArray().Select(setting => setting.GetString() ?? "") ?? []],
    };

    public static string Text(JsonElement facts, string name) => Value(facts, name)?.GetString() ?? throw new FormatException($"There is no {name}.");

    /// <returns><see langword="null"/> if it is not known.</returns>
    private static JsonElement? Value(JsonElement facts, string name) => facts.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static void WriteFlag(Utf8JsonWriter json, string name, bool? flag)
    {
        if (flag is { } known)
            json.WriteBoolean(name, known);
        else
            json.WriteNull(name);
    }
}
