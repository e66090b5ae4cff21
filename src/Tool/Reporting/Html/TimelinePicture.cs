using System.Text.Json;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>What each worker did when: a row per worker, one configuration at a time.</summary>
/// <param name="timelines">The rounds to choose from.</param>
/// <param name="inputs">The inputs of their tasks.</param>
/// <param name="names">The names of their configurations.</param>
internal sealed class TimelinePicture(IReadOnlyList<Timeline> timelines, TimelineInputs inputs, ConfigurationNames names)
{
    /// <summary>In a table with more rows nothing is found.</summary>
    private const int MaxTableRows = 300;

    /// <param name="first">The timeline to start with: the best or the fastest.</param>
    /// <returns><see langword="null"/> if there is no timeline.</returns>
    public HtmlPicture? Picture(Timeline? first)
    {
        if (timelines.Count == 0)
            return null;
        var packed = timelines.Select(timeline => timeline.Pack()).ToList();
        return new HtmlPicture("timeline", "Timeline", Finding(first ?? timelines[0]), Table(), json => Write(json, packed, first is null ? 0 : timelines.ToList().IndexOf(first)))
        {
            Note = "A row per worker, one round of each configuration: the time that it spent in tasks, and what was between. Where many tasks share a pixel, its height shows the share of each state; "
                + (timelines.All(timeline => timeline.IsWhole) ? "zoom in for single tasks." : "of the runs with too many tasks for a page, single tasks are only the longest and the failed ones.")
                + (packed.Exists(tasks => tasks.IsRounded) ? $" Times of single tasks are rounded to {Readable.Duration(packed.Max(tasks => tasks.Unit))} or less." : ""),
        };
    }

    private string Finding(Timeline timeline)
    {
        var (least, most) = (timeline.Rows.MinBy(row => row.Busy / row.Workers)!, timeline.Rows.MaxBy(row => row.Busy / row.Workers)!);
        var all = timeline.Rows.Sum(row => row.Busy) / (timeline.Times.Wall * timeline.Planned.Configuration.Workers);
        return $"{names.Of(timeline.Planned.Configuration)}, round {timeline.Planned.Round}: workers are in tasks for {Readable.Percent(all)} of {Readable.Duration(timeline.Times.Wall)}"
            + (timeline.Rows.Count == 1 ? "." : $", from {Readable.Percent(Share(least, timeline))} (worker {timeline.NameOf(least)}) to {Readable.Percent(Share(most, timeline))} (worker {timeline.NameOf(most)}).");
    }

    private static double Share(TimelineRow row, Timeline timeline) => row.Busy / (row.Workers * timeline.Times.Wall);

    private HtmlTable Table()
    {
        var isByWorker = timelines.Sum(timeline => timeline.Rows.Count) <= MaxTableRows;
        var rows = new List<IReadOnlyList<string>>();
        foreach (var timeline in timelines)
        {
            var name = $"{names.Of(timeline.Planned.Configuration)}, round {timeline.Planned.Round}";
            foreach (var row in isByWorker ? timeline.Rows : [])
                rows.Add(Cells(name, timeline.NameOf(row), row.Tasks, Share(row, timeline), row.FirstStart, row.LastEnd, row.Longest, row.LongestTask));
            if (!isByWorker && timeline.Rows.MaxBy(row => row.Longest) is { } longest)
                rows.Add(Cells(name, $"all {Readable.Count(timeline.Planned.Configuration.Workers)}", timeline.Count, timeline.Rows.Average(row => Share(row, timeline)),
                    timeline.Rows.Min(row => row.FirstStart), timeline.Rows.Max(row => row.LastEnd), longest.Longest, longest.LongestTask));
        }
        return new HtmlTable(["run", "worker", "tasks", "in tasks", "first start", "last end", "longest task", "its index"], rows) { Words = 2 };
    }

    private static string[] Cells(string name, string worker, long tasks, double share, double first, double last, double longest, long task) =>
    [
        name, worker, Readable.Count(tasks), Readable.Percent(share), Readable.Duration(first), Readable.Duration(last),
        tasks > 0 ? Readable.Duration(longest) : "–", tasks > 0 ? Readable.Count(task) : "–",
    ];

    private void Write(Utf8JsonWriter json, List<PackedTasks> packed, int first)
    {
        json.WriteNumber("first", first);
        json.WriteStartArray("inputs");
        foreach (var input in inputs.Texts)
            json.WriteStringValue(PlainText.Of(input));
        json.WriteEndArray();
        json.WriteStartArray("runs");
        foreach (var (timeline, tasks) in timelines.Zip(packed))
        {
            var times = timeline.Times;
            json.WriteStartObject();
            json.WriteString("name", names.Of(timeline.Planned.Configuration));
            json.WriteString("finding", Finding(timeline));
            json.WriteNumber("wall", times.Wall);
            json.WriteNumber("ready", double.IsNaN(times.Startup) ? 0 : times.Startup);
            json.WriteNumber("done", double.IsNaN(times.Shutdown) ? times.Wall : times.Wall - times.Shutdown);
            json.WriteNumber("count", timeline.Count);
            json.WriteNumber("copies", timeline.Copies);
            json.WriteStartArray("rows");
            foreach (var row in timeline.Rows)
            {
                json.WriteStartArray();
                json.WriteStringValue(timeline.NameOf(row));
                json.WriteNumberValue(double.IsNaN(row.FirstStart) ? times.Wall : row.FirstStart);
                json.WriteNumberValue(double.IsNaN(row.LastEnd) ? 0 : row.LastEnd);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteNumber("bins", timeline.IsWhole ? 0 : timeline.Bins);
            json.WriteNumber("unit", tasks.Unit);
            json.WriteBoolean("rounded", tasks.IsRounded);
            json.WriteStartArray("counts");
            foreach (var count in tasks.Counts)
                json.WriteNumberValue(count);
            json.WriteEndArray();
            json.WriteBase64String("packed", tasks.Bytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
