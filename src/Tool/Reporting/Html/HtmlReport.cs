using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Partime.Tool.Files;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>A page for people: one file with everything in it, that asks for nothing from elsewhere.</summary>
/// <remarks>
/// The texts and tables are HTML and need no script. The scripts draw the pictures from the data at the end of the page, in which all numbers are computed. The policy in
/// the page's head allows just these scripts and this style, by their hashes: the browser runs nothing that an input or an error holds.
/// </remarks>
internal sealed class HtmlReport
{
    /// <summary>Files beside this one, in the order in which the browser needs them.</summary>
    private static readonly string[] Scripts = ["charts.js", "timeline.js", "page.js"];

    private readonly string library = Resource("echarts.js");
    private readonly string style = Resource("page.css");
    private readonly string script = string.Concat(Scripts.Select(Resource));
    private readonly List<HtmlPicture> pictures = [];
    private readonly HtmlText body = new();
    private readonly string title;

    /// <param name="title">What the page is about.</param>
    /// <param name="origins">Where and when it was measured.</param>
    public HtmlReport(string title, IEnumerable<string> origins)
    {
        this.title = title;
        body.Markup("<header>\n").Element("p class=\"kicker\"", "partime report").Element("h1", title);
        foreach (var origin in origins)
            body.Element("p class=\"origin\"", HtmlText.Short(origin));
        body.Markup("</header>\n<main>\n");
    }

    public HtmlReport Add(HtmlChapter chapter)
    {
        chapter.Write(body, pictures);
        return this;
    }

    /// <summary>How variants compare; nothing without any.</summary>
    public HtmlReport Add(VariantsText? variants)
    {
        if (variants is null)
            return this;
        body.Markup("<section>\n").Element("h2", variants.Heading).List("ul class=\"remarks\"", variants.Sentences);
        foreach (var payOff in variants.PayOffs)
            new HtmlTable([.. payOff.Headings], [.. payOff.Cells]).Write(body, payOff.Heading);
        if (variants.Rows.Any())
            new HtmlTable(["executor × workers", "variant", "compared with", "wall", "its wall", "times as fast", "95% between"],
                [.. variants.Rows.Select(row => (string[])[row.Configuration, row.Variant, row.Baseline, Readable.Duration(row.Seconds), Readable.Duration(row.BaselineSeconds), row.TimesAsFast, Readable.SpeedUpInterval(row.SpeedUp)])])
            { Words = 3 }.Write(body, variants.Heading);
        body.Markup("</section>\n");
        return this;
    }

    public HtmlReport Add(HtmlPicture picture)
    {
        picture.Write(body, pictures.Count);
        pictures.Add(picture);
        return this;
    }

    /// <param name="heading">What the sentences are about.</param>
    /// <param name="sentences">Nothing is added without any.</param>
    public HtmlReport Add(string heading, IReadOnlyList<string> sentences)
    {
        body.Remarks(heading, sentences);
        return this;
    }

    /// <summary>The end: how to measure it again.</summary>
    /// <param name="facts">What was used, by name.</param>
    /// <param name="commandLine">As it was typed; empty if it is not known.</param>
    public HtmlReport AddOrigin(IReadOnlyList<HtmlFact> facts, IReadOnlyList<string> commandLine)
    {
        body.Markup("<section class=\"origins\">\n").Element("h2", "How it was measured");
        if (commandLine.Count > 0)
            body.Markup("<pre tabindex=\"0\" aria-label=\"Command line\"><code>").Text(HtmlText.Short(TypedText(commandLine), MaxCommandLine)).Markup("</code></pre>\n");
        body.Markup("<dl class=\"facts\">\n");
        foreach (var fact in facts.Where(fact => fact.Value.Length > 0))
            body.Element("dt", fact.Name).Element("dd", HtmlText.Short(fact.Value));
        body.Markup("</dl>\n</section>\n");
        return this;
    }

    public void WriteTo(OutputFile output)
    {
        var bytes = Bytes();
        output.Prepare(() =>
        {
            output.Stream.Write(bytes);
            output.Stream.Flush();
        });
        output.Commit();
    }

    public byte[] Bytes()
    {
        using var page = new MemoryStream();
        // Piece by piece: a text that looks like the name of a part is none.
        foreach (var piece in Resource("page.html").Split("{{"))
        {
            var parts = piece.Split("}}", 2);
            if (parts.Length == 2 && parts[0] == "data")
                WriteData(page);
            else if (parts.Length == 2)
                Write(page, PartOf(parts[0]));
            Write(page, parts[^1]);
        }
        return page.ToArray();
    }

    private const int MaxCommandLine = 4_000;

    /// <summary>A command, to be typed again.</summary>
    public static string TypedText(IReadOnlyList<string> commandLine) => $"dotnet partime {string.Join(' ', commandLine.Select(Quoted))}";

    private string PartOf(string name) => name switch
    {
        "policy" => $"default-src 'none'; script-src {HashOf(library)} {HashOf(script)}; style-src {HashOf(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'",
        "title" => HtmlText.Escape(title),
        "style" => style,
        "body" => body.ToString(),
        "version" => HtmlText.Escape(ToolVersion.Text),
        "notice" => string.Join('\n', Resource("NOTICE").Split('\n').Select(HtmlText.Escape)),
        "library" => library,
        _ => script,
    };

    /// <summary>By default, JSON in .NET has nothing that ends a script or starts a tag.</summary>
    private void WriteData(MemoryStream page)
    {
        using var json = new Utf8JsonWriter(page);
        json.WriteStartArray();
        foreach (var picture in pictures)
        {
            json.WriteStartObject();
            json.WriteString("kind", picture.Kind);
            json.WriteString("title", picture.Title);
            picture.WriteData(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(MemoryStream page, string text) => page.Write(Encoding.UTF8.GetBytes(text));

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    /// <summary>For a shell.</summary>
    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(letter => char.IsLetterOrDigit(letter) || "-_./:,=@%+".Contains(letter)) ? argument : $"'{argument.Replace("'", @"'\''")}'";

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

/// <summary>One thing to know about where the numbers are from.</summary>
internal sealed record HtmlFact(string Name, string Value)
{
    public static IEnumerable<HtmlFact> Of(SessionInfo session) =>
    [
        new("machine", session.Machine),
        new("session", session.Id),
        new("started", session.StartedUtc is { } started ? started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : ""),
        new("options", session.ParametersText),
        new("pool", Label.OfPool(session.IsWarm)),
        new("seed", session.Seed is { } seed ? seed.ToString(CultureInfo.InvariantCulture) : ""),
        new("code", string.Join("; ", session.Plugins)),
    ];
}
