using System.Text.Json;

namespace Partime.Tool.Reporting;

/// <summary>A picture, what it shows in words, and its numbers.</summary>
/// <param name="Kind">How the page draws it: the name of a function there.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Finding">What it shows. Who cannot see the picture hears this.</param>
/// <param name="Table">The numbers.</param>
/// <param name="WriteData">What is drawn: the properties of an object.</param>
internal sealed record HtmlPicture(string Kind, string Title, string Finding, HtmlTable Table, Action<Utf8JsonWriter> WriteData)
{
    /// <summary>How to read it.</summary>
    public required string Note { get; init; }

    /// <summary>What else is to be said of the numbers.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <param name="html">Where to write it.</param>
    /// <param name="number">Its place among all pictures of the page, where its data are found.</param>
    public void Write(HtmlText html, int number)
    {
        html.Markup($"<figure class=\"picture\" data-picture=\"{number}\">\n")
            .Element("h3", Title)
            .Element($"p class=\"finding\" id=\"finding-{number}\"", Finding)
            .Markup($"<div class=\"tools\"></div>\n<div class=\"drawing\" role=\"img\" aria-labelledby=\"finding-{number}\"></div>\n")
            .Markup("<figcaption>").Text(Note).Markup("\n").List("ul", Sentences).Markup("</figcaption>\n")
            .Markup("<details><summary>The numbers</summary>\n");
        Table.Write(html, $"The numbers: {Title}");
        html.Markup("</details>\n</figure>\n");
    }
}
