using System.Text;
using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>The files of a summary that was computed from others.</summary>
/// <param name="outputs">Where they go.</param>
/// <param name="variants">How variants compare; <see langword="null"/> if they do not.</param>
internal sealed class SummaryReport(Outputs outputs, VariantsText? variants)
{
    private const int Schema = 2;

    /// <param name="rows">A row per summary.</param>
    /// <param name="chapters">The summaries by scenario.</param>
    /// <param name="remarks">A sentence each.</param>
    /// <param name="models">The laws of scaling.</param>
    /// <param name="runs">The runs that were summarised.</param>
    /// <param name="files">Where they are from.</param>
    /// <param name="tasksFiles">Tasks CSV files.</param>
    /// <returns>What was left out, a sentence each.</returns>
    public IReadOnlyList<string> Write(IReadOnlyList<SummaryRow> rows, IReadOnlyList<ReportChapter> chapters, IReadOnlyList<string> remarks, IReadOnlyList<ScalingModel> models,
        IReadOnlyList<Observation> runs, IReadOnlyList<RunsFile> files, IReadOnlyList<string> tasksFiles)
    {
        using var csv = outputs.SummaryCsv is { } csvPath ? new CsvFile<SummaryRow>(csvPath, outputs.Excel ? CsvDialect.Excel : CsvDialect.Plain, outputs.ColumnsOf(csvPath, SummaryColumns.For([.. rows.Select(row => row.Session)]), SummaryColumns.FirstCount)) : null;
        using var markdown = outputs.Markdown is { } markdownPath ? OutputFile.Open(markdownPath) : null;
        using var json = outputs.Json is { } jsonPath ? OutputFile.Open(jsonPath) : null;
        using var traceFile = outputs.Trace is { } tracePath ? OutputFile.Open(tracePath) : null;
        using var html = outputs.Html is { } htmlPath ? OutputFile.Open(htmlPath) : null;
        using var workbook = outputs.Xlsx is { } workbookPath ? new FilesWorkbook(workbookPath) : null;
        var page = html is null ? null : FilesPage.Of(chapters, variants, runs, remarks, files, tasksFiles);
        var leftOut = traceFile is null ? [] : new FilesTrace(files, tasksFiles).WriteTo(traceFile);
        csv?.WriteAll(rows);
        markdown?.WriteText(variants?.Markdown() + string.Concat(chapters.Select(chapter => new ResultText(chapter).Markdown(SummaryRemarks.Of(chapter.Summaries, chapter.Advice)) + "\n")) + MarkdownText.List(remarks));
        json?.WriteText(Json(rows, remarks, models));
        page?.WriteTo(html!);
        return [.. leftOut.Union(workbook?.Write(rows, chapters, variants, remarks, files, tasksFiles) ?? [])];
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
                SummaryColumns.For([row.Session]).Write(json, row);
            json.WriteEndArray();
            JsonHead.WriteTexts(json, "remarks", remarks);
            ModelColumns.All.WriteAll(json, "models", models);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
