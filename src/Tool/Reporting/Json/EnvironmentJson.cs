using System.Runtime.InteropServices;
using System.Text.Json;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The machine as the JSON document shows it.</summary>
internal static class EnvironmentJson
{
    public static void Write(Utf8JsonWriter json, Machine machine)
    {
        var processor = machine.Processor;
        json.WriteStartObject("environment");
        json.WriteString("machine", machine.Name);
        json.WriteString("os", machine.Os);
        json.WriteString("kernel", machine.Kernel);
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant());
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
        json.WriteString("gc", machine.IsServerGc ? "server" : "workstation");
        json.WriteBoolean("gc_concurrent", machine.IsConcurrentGc);
        JsonHead.WriteTexts(json, "dotnet_settings", machine.Settings);
        json.WriteEndObject();
    }

    private static void WriteFlag(Utf8JsonWriter json, string name, bool? flag)
    {
        if (flag is { } known)
            json.WriteBoolean(name, known);
        else
            json.WriteNull(name);
    }
}
