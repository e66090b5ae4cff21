namespace Partime.Tool.Reporting;

/// <summary>The table of one scenario with its heading, its options, its origin and what is to be said of it.</summary>
internal static class SummaryMarkdown
{
    public static string Of(ReportChapter chapter, IReadOnlyList<string> remarks)
    {
        if (chapter.Summaries.Count == 0)
            return MarkdownText.List(remarks);
        var (headings, rows) = SummaryTable.Texts(chapter.Summaries);
        var above = ((string[])[chapter.Scenario.Parameters, .. chapter.Origins]).Where(text => text.Length > 0);
        return MarkdownText.Heading(SummaryTable.Heading(chapter.Summaries, chapter.Warmup))
            + string.Concat(above.Select(text => MarkdownText.Escape(text) + "\n\n"))
            + MarkdownText.Table([.. headings.Select(OneLine)], rows)
            + MarkdownText.List(remarks);
    }

    /// <summary>A heading that was broken to fit into a narrow column.</summary>
    private static string OneLine(string heading) => heading.Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
}
