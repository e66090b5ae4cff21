using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>How the variants of a session compare: a sentence for each, as people say it, and a table of all configurations.</summary>
internal sealed class VariantsText
{
    private readonly IReadOnlyList<VariantComparison> comparisons;
    private readonly Dictionary<Scenario, string> variants;
    private readonly ConfigurationNames names;

    /// <summary>What all are compared with; <see langword="null"/> if that differs.</summary>
    private readonly string? baseline;

    private VariantsText(IReadOnlyList<VariantComparison> comparisons, IReadOnlyList<PayOffText> payOffs, Baseline? chosen)
    {
        (this.comparisons, PayOffs) = (comparisons, payOffs);
        List<Scenario> scenarios = [.. comparisons.SelectMany(comparison => (Scenario[])[comparison.Baseline.Scenario, comparison.Other.Scenario]).Distinct()];
        var known = VariantNames.Among(scenarios);
        variants = scenarios.ToDictionary(scenario => scenario, scenario => PlainText.Of(known.GetValueOrDefault(scenario) ?? ComparisonReport.Heading(scenario, withParameters: true)));
        baseline = chosen is { Variant: not null } ? chosen.Name : comparisons.Count > 0 && comparisons.All(comparison => comparison.Baseline.Scenario == scenarios[0]) ? variants[scenarios[0]] : null;
        names = new ConfigurationNames(comparisons.SelectMany(comparison => (Configuration[])[comparison.Baseline.Configuration, comparison.Other.Configuration]));
    }

    /// <summary>Of those that differ in their number of tasks, from how many on parallel execution pays.</summary>
    public IReadOnlyList<PayOffText> PayOffs { get; }

    /// <returns><see langword="null"/> if no two variants were measured in the same rounds.</returns>
    public static VariantsText? Of(IReadOnlyList<Summary> summaries, IReadOnlyList<Observation> runs, EquivalenceBand band, Baseline? chosen = null) =>
        (VariantComparison.Of(summaries, runs, band, chosen), PayOffText.AllOf(summaries)) is var (comparisons, payOffs) && comparisons.Count + payOffs.Count > 0 ? new VariantsText(comparisons, payOffs, chosen) : null;

    public static VariantsText? Of(Conclusion conclusion) => Of(conclusion.Summaries, conclusion.Runs, conclusion.Band, conclusion.Baseline);

    public void Show(Terminal terminal)
    {
        foreach (var sentence in Sentences)
            terminal.WriteLine(sentence, Tone.Strong);
        foreach (var (heading, table) in Tables)
        {
            terminal.WriteLine("");
            terminal.WriteLine(heading, Tone.Strong);
            terminal.Write(table);
        }
    }

    public string Markdown() => $"**{MarkdownText.Escape(string.Join(' ', Sentences))}**\n\n" + string.Concat(Tables.Select(table => MarkdownText.Heading(table.Heading) + table.Table.Markdown()));

    private IEnumerable<(string Heading, TextTable Table)> Tables =>
        [.. PayOffs.Select(payOff => (payOff.Heading, payOff.Table)), .. comparisons.Count > 0 ? ((string, TextTable)[])[(Heading, Table)] : []];

    public string Heading => comparisons.Count == 0 ? "Numbers of tasks" : $"Variants, compared {(baseline is null ? "" : $"with {baseline} ")}within rounds";

    /// <summary>What is fastest of all, and then each variant under the configuration in which the faster of the two is fastest; of those that show a difference, if any does.</summary>
    public IReadOnlyList<string> Sentences =>
    [
        .. PayOffs.Select(payOff => payOff.Sentence),
        .. PayOffs.Count == 0 ? (string[])[Fastest] : [],
        .. comparisons.GroupBy(comparison => (comparison.Baseline.Scenario, comparison.Other.Scenario))
            .Select(pair => Sentence(pair.OrderBy(comparison => comparison.Difference == Difference.NotShown).ThenBy(comparison => Math.Min(SecondsOf(comparison.Baseline), SecondsOf(comparison.Other))).ThenBy(comparison => SecondsOf(comparison.Other)).First())),
    ];

    /// <summary>A row for each comparison.</summary>
    public IEnumerable<VariantRow> Rows => comparisons.Select(row => new VariantRow(names.InVariant(row.Other.Configuration), NameOf(row.Other), baseline ?? NameOf(row.Baseline), SecondsOf(row.Other), SecondsOf(row.Baseline), row.SpeedUp, TimesAsFast(row)));

    private string Fastest
    {
        get
        {
            var fastest = comparisons.SelectMany(comparison => (Summary[])[comparison.Baseline, comparison.Other]).Where(summary => summary.Wall is not null).MinBy(SecondsOf)!;
            return $"Fastest of all: {NameOf(fastest)} under {names.InVariant(fastest.Configuration)}, {Readable.Duration(SecondsOf(fastest))} for {Readable.Tasks(fastest.Tasks)}.";
        }
    }

    private string Sentence(VariantComparison comparison)
    {
        var (baseline, other, of, configuration) = (NameOf(comparison.Baseline), NameOf(comparison.Other), names.InVariant(comparison.Baseline.Configuration), names.InVariant(comparison.Other.Configuration));
        return of == configuration ? BaselineText.Sentence(other, baseline, comparison.SpeedUp, comparison.Difference, $" under {configuration}")
            : BaselineText.Sentence($"{other} under {configuration}", $"{baseline} under {of}", comparison.SpeedUp, comparison.Difference);
    }

    private TextTable Table => TextTable.Of<VariantComparison>(
    [
        new("executor × workers", row => names.InVariant(row.Other.Configuration), CellKind.Name),
        new("variant", row => NameOf(row.Other), CellKind.Name),
        TextColumn<VariantComparison>.OfSeconds("wall", row => SecondsOf(row.Other)) with { Expendable = 2 },
        .. baseline is null ? [new("compared with", row => NameOf(row.Baseline), CellKind.Name) { Expendable = 1 }] : (TextColumn<VariantComparison>[])[],
        TextColumn<VariantComparison>.OfSeconds(baseline ?? "its wall", row => SecondsOf(row.Baseline)) with { Expendable = 4 },
        new("times as fast", TimesAsFast) { Tone = ToneOf },
        new("95% interval", row => Readable.SpeedUpInterval(row.SpeedUp)) { Expendable = 3 },
    ],
    comparisons) with
    { Padding = (0, 1) };

    private static string TimesAsFast(VariantComparison row) => (row.Difference == Difference.NotShown ? SummaryTable.NoDifference : "") + Readable.SpeedUp(row.SpeedUp.Value);

    private string NameOf(Summary summary) => variants[summary.Scenario];

    private static double SecondsOf(Summary summary) => summary.Wall?.Median.Value ?? double.NaN;

    private static Tone ToneOf(VariantComparison row) => row.Difference switch
    {
        Difference.Faster => Tone.Good,
        Difference.Slower => Tone.Bad,
        _ => Tone.Plain,
    };
}

/// <summary>A comparison, for pages and workbooks.</summary>
/// <param name="Configuration">The executor and its workers.</param>
/// <param name="Variant">What is compared.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Seconds">Its median wall time.</param>
/// <param name="BaselineSeconds">That of the baseline.</param>
/// <param name="SpeedUp">How many times as fast it is.</param>
/// <param name="TimesAsFast">The same for people.</param>
internal sealed record VariantRow(string Configuration, string Variant, string Baseline, double Seconds, double BaselineSeconds, Estimate SpeedUp, string TimesAsFast);
