using System.Text.Json;

namespace Partime.Tool.Tests.Reporting;

/// <summary>An event of a trace. Times are in microseconds.</summary>
internal sealed record TraceEvent(string Phase, int Process, int Thread, string Name, string? Category, decimal? Start, decimal? Duration, JsonElement Arguments);

/// <summary>The rules of the Trace Event Format that importers depend on, for the kinds of events that partime writes.</summary>
internal static class TraceSchema
{
    private static readonly Dictionary<string, string> MetadataArguments = new()
    {
        ["process_name"] = "name",
        ["thread_name"] = "name",
        ["process_sort_index"] = "sort_index",
        ["thread_sort_index"] = "sort_index",
    };

    /// <summary>Checks the whole trace.</summary>
    public static List<TraceEvent> EventsOf(string trace)
    {
        var root = JsonSerializer.Deserialize<JsonElement>(trace);
        Assert.Contains(root.GetProperty("displayTimeUnit").GetString(), (string[])["ms", "ns"]);
        List<TraceEvent> events = [.. root.GetProperty("traceEvents").EnumerateArray().Select(Checked)];
        foreach (var track in events.Where(entry => entry.Phase != "M").GroupBy(entry => (entry.Process, entry.Thread)))
        {
            Assert.Contains(events, entry => entry.Name == "process_name" && entry.Process == track.Key.Process);
            Assert.Contains(events, entry => entry.Name == "thread_name" && (entry.Process, entry.Thread) == track.Key);
            EnsureBeginsAndEndsMatch(track);
        }
        return events;
    }

    /// <summary>On one track, events contain one another or lie apart: what overlaps, viewers cannot draw.</summary>
    public static void EnsureApart(IEnumerable<TraceEvent> complete)
    {
        foreach (var track in complete.GroupBy(entry => (entry.Process, entry.Thread)))
        {
            var end = 0m;
            foreach (var entry in track.OrderBy(entry => entry.Start))
            {
                Assert.True(entry.Start >= end, $"{entry.Name} begins at {entry.Start}, before {end}");
                end = entry.Start!.Value + entry.Duration!.Value;
            }
        }
    }

    private static TraceEvent Checked(JsonElement json)
    {
        var entry = new TraceEvent(
            json.GetProperty("ph").GetString()!,
            json.GetProperty("pid").GetInt32(),
            json.GetProperty("tid").GetInt32(),
            json.GetProperty("name").GetString()!,
            json.TryGetProperty("cat", out var category) ? category.GetString() : null,
            json.TryGetProperty("ts", out var start) ? start.GetDecimal() : null,
            json.TryGetProperty("dur", out var duration) ? duration.GetDecimal() : null,
            json.TryGetProperty("args", out var arguments) ? arguments : default);
        Assert.NotEmpty(entry.Name);
        Assert.Contains(entry.Phase, (string[])["B", "E", "X", "i", "M"]);
        Assert.Equal(entry.Phase == "X", entry.Duration is >= 0);
        Assert.Equal(entry.Phase != "M", entry is { Start: >= 0, Category.Length: > 0 });
        Assert.Equal(entry.Phase == "i", json.TryGetProperty("s", out var scope) && scope.GetString() is "g" or "p" or "t");
        Assert.True(entry.Arguments.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined);
        if (entry.Phase == "M")
            Assert.True(entry.Arguments.TryGetProperty(MetadataArguments[entry.Name], out _));
        return entry;
    }

    private static void EnsureBeginsAndEndsMatch(IEnumerable<TraceEvent> track)
    {
        var open = new Stack<TraceEvent>();
        var last = 0m;
        foreach (var entry in track.Where(entry => entry.Phase is "B" or "E"))
        {
            Assert.True(entry.Start >= last);
            last = entry.Start!.Value;
            if (entry.Phase == "B")
                open.Push(entry);
            else
                Assert.Equal(open.Pop().Name, entry.Name);
        }
        Assert.Empty(open);
    }
}
