using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>The table of one scenario with its heading, its options and what is to be said of it.</summary>
internal static class SummaryMarkdown
{
    public static string Of(IReadOnlyList<Summary> summaries, int warmup, IReadOnlyList<string> remarks)
    {
        if (summaries.Count == 0)
            return MarkdownText.List(remarks);
        var (headings, rows) = SummaryTable.Texts(summaries);
        var parameters = summaries[0].Scenario.Parameters;
        return MarkdownText.Heading(SummaryTable.Heading(summaries, warmup))
            + (parameters.Length > 0 ? MarkdownText.Escape(parameters) + "\n\n" : "")
            + MarkdownText.Table([.. headings.Select(OneLine)], rows)
            + MarkdownText.List(remarks);
    }

    /// <summary>A heading that was broken to fit into a narrow column.</summary>
    private static string OneLine(string heading) => heading.Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
}
