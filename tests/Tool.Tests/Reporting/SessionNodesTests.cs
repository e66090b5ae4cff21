using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

/// <summary>What a session tells of its nodes.</summary>
public sealed class SessionNodesTests
{
    private static readonly Machine Here = Machine.Read();

    [Fact]
    public void ANodeSaysOfItsMachineWhatTheSessionSaysOfItsOwn()
    {
        using var document = JsonDocument.Parse(Written(Nodes(Node("io", Here))));
        var node = document.RootElement.GetProperty("joined")[0];
        Assert.Equal(Environment(Here), node.GetProperty("environment").GetRawText());
        Assert.Equal(("io", 1, 2, ToolVersion.Text), (node.GetProperty("machine").GetString(), node.GetProperty("nodes").GetInt32(), node.GetProperty("slots").GetInt32(), node.GetProperty("partime").GetString()));
    }

    [Fact]
    public void NodesThatAreAlikeAreOneEntryWithTheClockThatIsKnownLeast()
    {
        var nodes = Nodes(Node("io", Here, roundTripMs: 1), Node("europa", Here), Node("io", Here, roundTripMs: 3), Node("io", Here, roundTripMs: 2));
        nodes.Count(NodeEvent.ResultsDropped, 2);
        nodes.Count(NodeEvent.ResultsDropped, 3);
        using var document = JsonDocument.Parse(Written(nodes));
        var joined = document.RootElement.GetProperty("joined").EnumerateArray().ToList();
        Assert.Equal([("io", 3, 0.003, 0.0015), ("europa", 1, 0.001, 0.0005)],
            joined.Select(node => (node.GetProperty("machine").GetString()!, node.GetProperty("nodes").GetInt32(), node.GetProperty("round_trip_s").GetDouble(), node.GetProperty("clock_error_s").GetDouble())));
        Assert.Equal(5, document.RootElement.GetProperty("results_dropped").GetInt64());
    }

    [Fact]
    public void BytesThatAreNoFactsAreRefusedWithASentence()
    {
        var facts = NodesJson.FactsOf(Here);
        for (var length = 0; length < facts.Length; length++)
            Refused(facts[..length]);
        Refused([.. facts, 0]);
        Refused("[]"u8.ToArray());
        Refused("{\"partime\":1}"u8.ToArray());
        Refused(Encoding.UTF8.GetBytes(new string('[', 1000)));
        Refused([.. facts[..^1], .. ",\"cpu_model\":7}"u8]);
        Refused([.. facts[..^1], .. ",\"logical_cpus\":1e300}"u8]);
        Refused([.. facts[..^1], .. ",\"os\":\"\\ud800\"}"u8]);
        Refused([.. facts, .. new string(' ', 64 * 1024).Select(blank => (byte)blank)]);

        static void Refused(byte[] bytes) => Assert.EndsWith(".", Assert.Throws<FormatException>(() => NodesJson.ReadFacts(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NodesLikeTheSessionsMachineNeedNoRemark() => Assert.Empty(NodesText.Differences(Nodes(Node("io", Here), Node("europa", Here))));

    [Fact]
    public void WhatDiffersIsSaidInOneSentence()
    {
        var here = Here with { Processor = new Processor { Model = "Xeon", AllowedCpus = 2 }, DotNet = "10.0.1" };
        var there = here with { Processor = new Processor { Model = "EPYC", AllowedCpus = 64 }, DotNet = "10.0.2" };
        var other = Node("callisto", here) with { Facts = new NodeFacts(here, "0.0.9") };
        Assert.Equal(
            $"The machines of this session differ, so a task takes longer on one than on another: CPU Xeon (this machine, io, callisto), EPYC (europa); number of CPUs 2 (this machine, io, callisto), 64 (europa); .NET 10.0.1 (this machine, io, callisto), 10.0.2 (europa); partime {ToolVersion.Text} (this machine, io, europa), 0.0.9 (callisto).",
            Assert.Single(NodesText.Differences(Nodes(here, Node("io", here), Node("europa", there), Node("io", here), other))));
    }

    [Fact]
    public void OfManyNodesAFewAreNamed()
    {
        var there = Here with { DotNet = "10.9.9" };
        var nodes = Nodes([.. Enumerable.Range(1, 50).Select(number => Node($"moon{number}", there))]);
        Assert.EndsWith("10.9.9 (moon1, moon2, moon3 and 47 more).", NodesText.Differences(nodes).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheTableOfNodesShowsWhatRunsTheTasksOfEach()
    {
        var late = Node("io", Here with { DotNet = "10.9.9" }, roundTripMs: 3);
        late = late with { Info = late.Info with { ClockOffset = -2 * Stopwatch.Frequency } };
        var rows = NodeTable.Of([late, Node("europa", Here)]).ForFile().Trim().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal([$"europa 2 {ToolVersion.Text} {Here.DotNet} 0 ns 1.0 ms", $"io 2 {ToolVersion.Text} 10.9.9 -2.000 s 3.0 ms"], rows.TakeLast(2));
    }

    internal static SessionNodes Nodes(params SessionNode[] joined) => Nodes(Here, joined);

    internal static SessionNode Node(string machine, Machine of, int roundTripMs = 1)
    {
        var facts = NodesJson.FactsOf(of);
        return new SessionNode(new NodeInfo { Id = Guid.NewGuid(), Machine = machine, Slots = 2, Facts = facts, RoundTrip = TimeSpan.FromMilliseconds(roundTripMs) }, NodesJson.ReadFacts(facts));
    }

    private static SessionNodes Nodes(Machine here, params SessionNode[] joined)
    {
        var nodes = new SessionNodes(here);
        foreach (var node in joined)
            nodes.Join(node);
        return nodes;
    }

    private static string Written(SessionNodes nodes) => Written(json => NodesJson.Write(json, nodes));

    private static string Environment(Machine machine) => Written(json =>
    {
        json.WriteStartObject();
        EnvironmentJson.WriteFacts(json, machine);
        json.WriteEndObject();
    });

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
