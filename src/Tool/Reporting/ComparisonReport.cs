using System.Globalization;
using System.Text;
using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>A comparison of two files with runs, for people and in files.</summary>
/// <param name="comparisons">The compared configurations.</param>
/// <param name="pairing">Where they come from.</param>
/// <param name="files">The baseline and the new file.</param>
/// <param name="remarks">A sentence each.</param>
internal sealed class ComparisonReport(IReadOnlyList<Comparison> comparisons, Pairing pairing, IReadOnlyList<RunsFile> files, IReadOnlyList<string> remarks)
{
    private const int Schema = 1;

    public ConfigurationNames Names { get; } = NamesOf(pairing);

    /// <summary>One per scenario.</summary>
    private IEnumerable<(string Heading, TextTable Table)> Tables =>
        from comparison in comparisons
        group comparison by comparison.New.Scenario into scenario
        select (Heading(scenario.Key, withParameters: pairing.Scenarios.Count > 1), TableOf([.. scenario]));

    private IEnumerable<string> Origins => files.SelectMany(file => OriginText.Of(file.Sessions).Select(origin => $"{file.Name}: {origin}"));

    private string Legend => "A ratio below 1 is faster than the baseline. " + (comparisons.Count == 1
        ? "The interval contains the true ratio in 95 of 100 comparisons."
        : string.Create(CultureInfo.InvariantCulture,
            $"Each interval has a confidence of {comparisons[0].Confidence * 100:0.##}%, so all {comparisons.Count} contain their true ratios in 95 of 100 comparisons."));

    /// <summary>The names of the configurations of both files.</summary>
    public static ConfigurationNames NamesOf(Pairing pairing) => new(pairing.Arms.Select(arm => arm.Configuration));

    public static string Heading(Scenario scenario, bool withParameters) =>
        $"{scenario.Workload}: {Label.OfTasks(scenario)}{(withParameters && scenario.Parameters.Length > 0 ? $" ({scenario.Parameters})" : "")}";

    public void Write(Outputs outputs)
    {
        // Both are open before either is replaced.
        using var csv = outputs.RunsCsv is { } csvPath ? new CsvFile<Comparison>(csvPath, CsvDialect.Plain, ComparisonColumns.All) : null;
        using var markdown = outputs.Markdown is { } path ? OutputFile.Open(path) : null;
        using var html = outputs.Html is { } htmlPath ? OutputFile.Open(htmlPath) : null;
        using var json = outputs.Json is { } jsonPath ? OutputFile.Open(jsonPath) : null;
        csv?.WriteAll(comparisons);
        var tables = string.Concat(Tables.Select(table => MarkdownText.Heading(table.Heading) + table.Table.Markdown()));
        markdown?.WriteText($"**{MarkdownText.Escape(string.Join(' ', Answer))}**\n\n" + MarkdownText.List(Origins) + "\n" + tables + MarkdownText.List([Legend, .. remarks]));
        json?.WriteText(Json());
        if (html is not null)
            ComparisonPage.Of(comparisons, Names, files, [.. Origins], Legend, remarks).WriteTo(html);
    }

    private string Json()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, SessionJson.ManyLines))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("baseline", files[0].Name);
            json.WriteString("new", files[1].Name);
            JsonHead.WriteTexts(json, "answer", Answer);
            ComparisonColumns.All.WriteAll(json, "comparisons", comparisons);
            JsonHead.WriteTexts(json, "remarks", remarks);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    /// <summary>The answer: what is slower, what is faster, each with the one that differs most.</summary>
    private IReadOnlyList<string> Answer
    {
        get
        {
            var (slower, faster) = (Those(Difference.Slower), Those(Difference.Faster));
            var rest = comparisons.Count - slower.Count - faster.Count;
            List<string> sentences = [.. slower is [var slowest, ..] ? (string[])[Sentence(slowest, slower.Count, "slower")] : [], .. faster is [.., var fastest] ? (string[])[Sentence(fastest, faster.Count, "faster")] : []];
            if (rest > 0)
                sentences.Add(sentences.Count == 0 ? $"No difference is shown{(comparisons.Count == 1 ? "" : $" in any of {Readable.Counted(rest, "configuration")}")}." : $"No difference is shown for {Readable.Counted(rest, "other")}.");
            return sentences;
        }
    }

    /// <summary>Those with this verdict, the slowest first.</summary>
    private List<Comparison> Those(Difference difference) => [.. comparisons.Where(comparison => comparison.Difference == difference).OrderByDescending(comparison => comparison.Ratio)];

    private string Sentence(Comparison most, int count, string how) =>
        $"{(count == 1 ? Names.Of(most.Configuration) + (pairing.Scenarios.Count > 1 ? $" of {Heading(most.New.Scenario, withParameters: true)}" : "") : Readable.Counted(count, "configuration"))} {(count == 1 ? "is" : "are")} {how} than the baseline{(count == 1 ? ": it takes" : $", most of all {Names.Of(most.Configuration)}{(pairing.Scenarios.Count > 1 ? $" of {Heading(most.New.Scenario, withParameters: true)}" : "")}: it takes")} "
        + $"{Readable.Number(most.Ratio)} times as long ({Readable.Interval(most.Interval)}).";

    public void Show(Terminal terminal)
    {
        foreach (var sentence in Answer)
            terminal.WriteLine(sentence, Tone.Strong);
        terminal.WriteLine("");
        foreach (var origin in Origins)
            terminal.WriteLine(origin, Tone.Faint);
        foreach (var (heading, table) in Tables)
        {
            terminal.WriteLine(heading, Tone.Strong);
            terminal.Write(table);
        }
        terminal.WriteLine(Legend, Tone.Faint);
    }

    private TextTable TableOf(IReadOnlyList<Comparison> rows) => TextTable.Of<Comparison>(
    [
        new("executor × workers", row => Names.Of(row.Configuration), CellKind.Name),
        TextColumn<Comparison>.OfSeconds("baseline", row => row.BaselineMedian) with { Expendable = 2 },
        TextColumn<Comparison>.OfSeconds("new", row => row.NewMedian) with { Expendable = 1 },
        new("ratio", row => Readable.Number(row.Ratio)) { Tone = ToneOf },
        new(comparisons.Count == 1 ? "95% interval" : "interval", row => Readable.Interval(row.Interval)) { Expendable = 3 },
        new("rounds", row => row.BaselineRounds == row.NewRounds ? Readable.Count(row.NewRounds) : $"{Readable.Count(row.BaselineRounds)}, {Readable.Count(row.NewRounds)}") { Expendable = 4 },
        new("verdict", row => Label.Of(row.Difference), CellKind.Name) { Tone = ToneOf },
    ],
    rows) with
    { Padding = (0, 1) };

    private static Tone ToneOf(Comparison row) => row.Difference switch
    {
        Difference.Faster => Tone.Good,
        Difference.Slower => Tone.Bad,
        _ => Tone.Plain,
    };
}
