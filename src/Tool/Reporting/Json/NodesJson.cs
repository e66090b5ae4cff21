using System.Buffers;
using System.Text;
using System.Text.Json;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>Nodes as the JSON document shows them, and what a node tells about itself for that.</summary>
internal static class NodesJson
{
    /// <summary>A machine takes about 1 KB.</summary>
    private const int MaxFactBytes = 64 * 1024;

    private const string Version = "partime";

    public static byte[] FactsOf(Machine machine)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString(Version, ToolVersion.Text);
            EnvironmentJson.WriteFacts(json, machine);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <param name="facts">What the other method has written on a node, or anything else.</param>
    /// <exception cref="FormatException">It is something else. The message is for the user.</exception>
    public static NodeFacts ReadFacts(ReadOnlyMemory<byte> facts)
    {
        if (facts.Length > MaxFactBytes)
            throw new FormatException($"What the node says of its machine has {facts.Length:N0} bytes, above the limit of {MaxFactBytes:N0}.");
        try
        {
            using var json = JsonDocument.Parse(facts);
            return new NodeFacts(EnvironmentJson.ReadFacts(json.RootElement), EnvironmentJson.Text(json.RootElement, Version));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw new FormatException("What the node says of its machine is not understood: it may run another version of partime.", exception);
        }
    }

    /// <summary>Pools that start their nodes anew have many that are alike: they are one entry, with the clock offset that is known least exactly.</summary>
    public static void Write(Utf8JsonWriter json, SessionNodes nodes)
    {
        json.WriteStartObject();
        json.WriteStartArray("joined");
        foreach (var alike in nodes.All.GroupBy(node => (node.Info.Machine, node.Info.Slots, Encoding.UTF8.GetString(node.Info.Facts.Span))))
            Write(json, alike.MaxBy(node => node.Info.RoundTrip)!, alike.Count());
        json.WriteEndArray();
        json.WriteNumber("tasks_requeued", nodes.CountOf(NodeEvent.TaskRequeued));
        json.WriteNumber("results_dropped", nodes.CountOf(NodeEvent.ResultsDropped));
        json.WriteNumber("connections_refused", nodes.CountOf(NodeEvent.ConnectionRefused));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SessionNode node, int count)
    {
        json.WriteStartObject();
        json.WriteString("machine", node.Info.Machine);
        json.WriteNumber("nodes", count);
        json.WriteNumber("slots", node.Info.Slots);
        json.WriteString(Version, node.Facts.Version);
        json.WriteNumber("clock_offset_s", Ticks.ToSeconds(node.Info.ClockOffset));
        json.WriteNumber("clock_error_s", node.Info.RoundTrip.TotalSeconds / 2);
        json.WriteNumber("round_trip_s", node.Info.RoundTrip.TotalSeconds);
        EnvironmentJson.Write(json, node.Facts.Machine);
        json.WriteEndObject();
    }
}
