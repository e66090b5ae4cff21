using System.Text.Json;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>The wall time of every round: a row per configuration, with its median and the interval of the median.</summary>
internal static class RoundsPicture
{
    /// <summary>Beyond this, small times would be one point at the left edge: then the axis is logarithmic.</summary>
    private const double MaxLinear = 6;

    /// <returns><see langword="null"/> if no configuration has two complete rounds.</returns>
    public static HtmlPicture? Of(IReadOnlyList<Summary> summaries, IEnumerable<Observation> runs)
    {
        var names = new ConfigurationNames(summaries.Select(summary => summary.Configuration));
        var rows = new List<Row>();
        foreach (var arm in Arm.AllOf(runs))
            if (summaries.FirstOrDefault(summary => summary.Configuration == arm.Configuration && summary.ExecutorOptions == arm.ExecutorOptions && summary.IsIsolated == arm.IsIsolated) is { Wall: { } wall } summary)
                rows.Add(new Row(names.Of(summary.Configuration), summary, wall, [.. arm.Runs.Where(run => run.IsComplete)]));
        if (!rows.Exists(row => row.Rounds.Count > 1))
            return null;
        rows = [.. rows.OrderBy(row => summaries.ToList().IndexOf(row.Summary))];
        var table = new HtmlTable(
            ["configuration", "rounds", "shortest", "lower quartile", "median", "95% between", "upper quartile", "longest"],
            [
                .. rows.Select(row => (string[])
                [
                    row.Name, Readable.Count(row.Wall.Count), Readable.Duration(row.Wall.Min), Duration(row.Wall.Quartiles?.Lower), Readable.Duration(row.Wall.Median.Value),
                    row.Wall.Median.Interval is { } ends ? $"{Readable.Duration(ends.Low)} – {Readable.Duration(ends.High)}" : "–", Duration(row.Wall.Quartiles?.Upper), Readable.Duration(row.Wall.Max),
                ]),
            ]);
        return new HtmlPicture("rounds", "Rounds", Finding(rows), table, json => Write(json, rows))
        {
            Note = "Each point is the wall time of one round. The bar is the median with its 95% confidence interval; outliers are diamonds, and count like all rounds.",
        };
    }

    private static string Finding(List<Row> rows)
    {
        var widest = rows.MaxBy(row => row.Wall.Max / Math.Max(row.Wall.Min, double.Epsilon))!;
        var outliers = rows.Sum(row => row.Summary.Outliers.Count);
        return $"{widest.Name} varies most: its rounds took from {Readable.Duration(widest.Wall.Min)} to {Readable.Duration(widest.Wall.Max)}. "
            + (outliers == 0 ? "There are no outliers." : $"There {(outliers == 1 ? "is 1 outlier" : $"are {Readable.Count(outliers)} outliers")}.");
    }

    private static string Duration(double? seconds) => seconds is { } known ? Readable.Duration(known) : "–";

    private static void Write(Utf8JsonWriter json, List<Row> rows)
    {
        var (min, max) = (rows.Min(row => row.Wall.Min), rows.Max(row => row.Wall.Max));
        json.WriteBoolean("logarithmic", min > 0 && max > MaxLinear * min);
        json.WriteStartArray("rows");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteNumber("median", row.Wall.Median.Value);
            if (row.Wall.Median.Interval is { } ends)
            {
                json.WriteNumber("low", ends.Low);
                json.WriteNumber("high", ends.High);
            }
            json.WriteStartArray("rounds");
            foreach (var run in row.Rounds)
            {
                var outlier = row.Summary.Outliers.FirstOrDefault(outlier => outlier.Run == run);
                json.WriteStartArray();
                json.WriteNumberValue(run.Times.Wall);
                json.WriteNumberValue(outlier is null ? 0 : 1);
                json.WriteStringValue($"round {run.Planned.Round}: {Readable.Duration(run.Times.Wall)}{(outlier?.Cause is { } cause ? $" ({cause})" : "")}");
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private sealed record Row(string Name, Summary Summary, Distribution Wall, IReadOnlyList<Observation> Rounds);
}
