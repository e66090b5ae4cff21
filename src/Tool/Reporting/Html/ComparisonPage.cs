using System.Text.Json;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>The page of a comparison: a row per configuration, new over baseline.</summary>
internal static class ComparisonPage
{
    public static HtmlReport Of(IReadOnlyList<Comparison> comparisons, ConfigurationNames names, IReadOnlyList<RunsFile> files, IReadOnlyList<string> origins, string legend, IReadOnlyList<string> remarks)
    {
        var page = new HtmlReport($"{files[1].Name} compared with {files[0].Name}", origins);
        foreach (var scenario in comparisons.GroupBy(comparison => comparison.New.Scenario))
            page.Add(Picture([.. scenario], names, ComparisonReport.Heading(scenario.Key, withParameters: true), legend));
        return page.Add("Good to know", remarks).AddOrigin(FilesPage.Facts(files), []);
    }

    private static HtmlPicture Picture(IReadOnlyList<Comparison> rows, ConfigurationNames names, string heading, string legend) => new("ratios", heading, Finding(rows, names), Table(rows, names), json =>
    {
        json.WriteString("axis", "time over that of the baseline");
        json.WriteBoolean("scaled", true);
        json.WriteStartArray("rows");
        foreach (var row in rows.Where(row => row.Ratio is not null))
            Write(json, row, names);
        json.WriteEndArray();
    })
    {
        Note = legend,
    };

    private static string Finding(IReadOnlyList<Comparison> rows, ConfigurationNames names)
    {
        var (faster, slower) = (Named(Difference.Faster), Named(Difference.Slower));
        return faster.Length + slower.Length == 0 ? $"No difference is shown: {(rows.Count == 1 ? "its interval reaches" : "all intervals reach")} into the band that does not matter."
            : string.Join(" ", ((string[])[slower.Length > 0 ? $"Slower: {slower}." : "", faster.Length > 0 ? $"Faster: {faster}." : ""]).Where(text => text.Length > 0));

        string Named(Difference difference) => names.List(rows.Where(row => row.Difference == difference).Select(row => row.Configuration));
    }

    private static HtmlTable Table(IReadOnlyList<Comparison> rows, ConfigurationNames names) => new(
        ["configuration", "verdict", "baseline", "new", "ratio", "between", "rounds before", "rounds now"],
        [
            .. rows.Select(row => (string[])
            [
                names.Of(row.Configuration), Label.Of(row.Difference), Readable.Duration(row.BaselineMedian), Readable.Duration(row.NewMedian), Readable.Number(row.Ratio), Readable.Interval(row.Interval),
                Readable.Count(row.BaselineRounds), Readable.Count(row.NewRounds),
            ]),
        ])
    {
        Words = 2,
    };

    private static void Write(Utf8JsonWriter json, Comparison row, ConfigurationNames names)
    {
        json.WriteStartObject();
        json.WriteString("name", names.Of(row.Configuration));
        json.WriteNumber("value", row.Ratio!.Value);
        if (row.Interval is { } ends && double.IsFinite(ends.High))
        {
            json.WriteNumber("low", ends.Low);
            json.WriteNumber("high", ends.High);
        }
        json.WriteString("verdict", Label.Of(row.Difference));
        json.WriteString("label", $"{Readable.Number(row.Ratio)}×");
        json.WriteString("text", $"{Readable.Duration(row.BaselineMedian)} before, {Readable.Duration(row.NewMedian)} now: {Readable.Number(row.Ratio)} times as long");
        json.WriteEndObject();
    }
}
