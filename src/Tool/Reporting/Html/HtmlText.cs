using System.Text;

namespace Partime.Tool.Reporting;

/// <summary>HTML: markup of partime's own, and texts, which may be anyone's and are always escaped.</summary>
internal sealed class HtmlText
{
    /// <summary>An input or an error message may have a million letters, of which the first ones tell.</summary>
    private const int MaxLetters = 300;

    /// <summary>Of a hundred sentences none is read.</summary>
    private const int MaxRemarks = 8;

    private readonly StringBuilder html = new();

    public HtmlText Markup(string markup)
    {
        html.Append(markup);
        return this;
    }

    public HtmlText Text(string text)
    {
        html.Append(Escape(text));
        return this;
    }

    /// <summary>An element with nothing but a text.</summary>
    /// <param name="element">Its name, with attributes.</param>
    /// <param name="text">The text.</param>
    public HtmlText Element(string element, string text) => Markup($"<{element}>").Text(text).Markup($"</{element.Split(' ')[0]}>\n");

    public HtmlText List(string element, IEnumerable<string> texts)
    {
        var items = texts.ToList();
        if (items.Count == 0)
            return this;
        Markup($"<{element}>\n");
        foreach (var item in items)
            Element("li", item);
        return Markup($"</{element.Split(' ')[0]}>\n");
    }

    /// <summary>Sentences under a heading, of which the first ones are seen at once. Nothing without any.</summary>
    public void Remarks(string heading, IReadOnlyList<string> sentences)
    {
        if (sentences.Count == 0)
            return;
        var shown = sentences.Count > MaxRemarks + 1 ? MaxRemarks : sentences.Count;
        Element("h3", heading).List("ul class=\"remarks\"", sentences.Take(shown).Select(sentence => Short(sentence, HtmlChapter.MaxSentence)));
        if (shown < sentences.Count)
            Markup($"<details><summary>{Readable.Count(sentences.Count - shown)} more</summary>\n").List("ul class=\"remarks\"", sentences.Skip(shown).Select(sentence => Short(sentence, HtmlChapter.MaxSentence))).Markup("</details>\n");
    }

    public override string ToString() => html.ToString();

    /// <summary>What is safe between tags and between quotes. Without marks that would turn the direction of the text beside it.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in PlainText.Of(text))
            _ = letter switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(letter),
            };
        return escaped.ToString();
    }

    /// <summary>The start of a long text, with its secrets hidden.</summary>
    public static string Short(string text, int maxLetters = MaxLetters)
    {
        // Half a pair of surrogates is no letter.
        var end = text.Length > maxLetters && char.IsHighSurrogate(text[maxLetters - 1]) ? maxLetters - 1 : Math.Min(maxLetters, text.Length);
        var start = Secrets.HideIn(text[..end]);
        return end == text.Length ? start : $"{start}… ({Readable.Count(text.Length)} characters)";
    }
}

/// <summary>The numbers of a picture, or any other table. The first cell of a row names it.</summary>
internal sealed record HtmlTable(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Longer texts are broken.</summary>
    private const int MaxLine = 36;

    /// <summary>How many cells at the start of a row are words; the others are numbers.</summary>
    public int Words { get; init; } = 1;

    /// <summary>The row to point out; −1 for none.</summary>
    public int Best { get; init; } = -1;

    /// <param name="html">Where to write it.</param>
    /// <param name="caption">What it shows, for those who hear it.</param>
    public void Write(HtmlText html, string caption)
    {
        // Wide tables move by keyboard, too.
        html.Markup($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{HtmlText.Escape(caption)}\"><table>\n<thead><tr>");
        for (var i = 0; i < Headings.Count; i++)
            html.Markup($"<th scope=\"col\"{(i < Words ? " class=\"word\"" : "")}>").Text(Headings[i]).Markup("</th>");
        html.Markup("</tr></thead>\n<tbody>\n");
        for (var row = 0; row < Rows.Count; row++)
        {
            html.Markup(row == Best ? "<tr class=\"best\">" : "<tr>");
            for (var i = 0; i < Rows[row].Count; i++)
            {
                var element = i == 0 ? "th scope=\"row\"" : "td";
                var kind = i >= Words ? "" : Rows[row][i].Length > MaxLine ? " class=\"word long\"" : " class=\"word\"";
                html.Markup($"<{element}{kind}>").Text(Rows[row][i]).Markup(i == 0 ? "</th>" : "</td>");
            }
            html.Markup("</tr>\n");
        }
        html.Markup("</tbody></table></div>\n");
    }
}
