using System.Text;
using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>The files of a summary that was computed from others.</summary>
internal sealed class SummaryReport(Outputs outputs)
{
    private const int Schema = 1;

    public void Write(IReadOnlyList<SummaryRow> rows, IReadOnlyList<ReportChapter> chapters, IReadOnlyList<string> remarks, IReadOnlyList<ScalingModel> models)
    {
        string[] options = [.. rows.SelectMany(row => row.Parameters).Select(parameter => parameter.Name).Distinct()];
        using var csv = outputs.SummaryCsv is { } csvPath ? new CsvFile<SummaryRow>(csvPath, outputs.Excel ? CsvDialect.Excel : CsvDialect.Plain, SummaryColumns.For(options)) : null;
        using var markdown = outputs.Markdown is { } markdownPath ? OutputFile.Open(markdownPath) : null;
        using var json = outputs.Json is { } jsonPath ? OutputFile.Open(jsonPath) : null;
        csv?.WriteAll(rows);
        markdown?.WriteText(string.Concat(chapters.Select(chapter => SummaryTable.Markdown(chapter, [.. SummaryRemarks.Of(chapter.Summaries)]) + "\n")) + MarkdownText.List(remarks));
        json?.WriteText(Json(rows, remarks, models));
    }

    private static string Json(IReadOnlyList<SummaryRow> rows, IReadOnlyList<string> remarks, IReadOnlyList<ScalingModel> models)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, SessionJson.ManyLines))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteStartArray("summary");
            foreach (var row in rows)
                SummaryColumns.For(row.Options).Write(json, row);
            json.WriteEndArray();
            JsonHead.WriteTexts(json, "remarks", remarks);
            ModelColumns.All.WriteAll(json, "models", models);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
