using System.Text;
using System.Text.RegularExpressions;

namespace Partime.Tool.Reporting;

/// <summary>Markdown as GitHub shows it, to be pasted into an issue.</summary>
internal static partial class MarkdownText
{
    /// <summary>Plain text on one line: none of its characters is markup.</summary>
    public static string Escape(string text) => Sign().Replace(PlainText.Of(text), @"\$0");

    public static string Heading(string text) => $"### {Escape(text)}\n\n";

    public static string List(IEnumerable<string> sentences) => string.Concat(sentences.Select(sentence => $"- {Escape(sentence)}\n"));

    /// <param name="headings">The columns; all but the first are for numbers.</param>
    /// <param name="rows">As many texts each.</param>
    public static string Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        text.Append(Row(headings)).Append("|---|").Insert(text.Length, "--:|", headings.Count - 1).Append('\n');
        foreach (var row in rows)
            text.Append(Row(row));
        return text.Append('\n').ToString();
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Escape))} |\n";

    [GeneratedRegex(@"[\\|*_`<>\[\]~#&]")]
    private static partial Regex Sign();
}
