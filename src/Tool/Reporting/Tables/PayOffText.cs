using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>From how many tasks on parallel execution pays, where their number is varied: a sentence, and a table of the speed-ups.</summary>
/// <param name="family">The summaries of variants that differ in nothing but their number of tasks.</param>
/// <param name="name">What the variants have in common; empty if there is nothing else.</param>
internal sealed class PayOffText(IReadOnlyList<Summary> family, string name)
{
    private readonly IReadOnlyList<PayOff> payOffs = PayOff.Of(family);
    private readonly ConfigurationNames names = new(family.Where(summary => summary.Scenario == family[0].Scenario).Select(summary => summary.Configuration));

    public string Heading => $"{(name.Length > 0 ? $"{name}: speed-up" : "Speed-up")} over {Summary.Baseline} by the number of tasks";

    public IReadOnlyList<string> Headings => ["tasks", Summary.Baseline, .. payOffs.Select(payOff => names.InVariant(payOff.Configuration))];

    /// <summary>The time of serial, and the speed-ups of the others.</summary>
    public IReadOnlyList<string[]> Cells =>
    [
        .. Counts.Select(count => (string[])
        [
            Readable.Count(count), Readable.Duration(family.FirstOrDefault(summary => summary.Tasks == count && summary.Configuration.Executor == Summary.Baseline)?.Wall?.Median.Value ?? double.NaN),
            .. payOffs.Select(payOff => payOff.Rising.FirstOrDefault(summary => summary.Tasks == count) is { } own ? (own.Difference == Difference.NotShown ? SummaryTable.NoDifference : "") + Readable.SpeedUp(own.SpeedUp?.Value) : "–"),
        ]),
    ];

    public TextTable Table => TextTable.Of(Headings.Select((heading, column) => new TextColumn<string[]>(heading, row => row[column])), Cells) with { Padding = (0, 1) };

    /// <summary>About the configuration that pays from the fewest tasks on; of several, the one that gains most with the most tasks.</summary>
    public string Sentence
    {
        get
        {
            var lead = name.Length > 0 ? $"{name}: " : "";
            if (family.All(summary => summary.Difference is null))
                return $"{lead}From how many tasks on parallel execution pays is not known: measure {Summary.Baseline} and others in the same rounds.";
            if (payOffs.Where(payOff => payOff.From is not null).OrderBy(payOff => payOff.From!.Tasks).ThenByDescending(payOff => payOff.Rising[^1].SpeedUp!.Value).FirstOrDefault() is not { From: { } from } best)
                return $"{lead}{(name.Length > 0 ? "up" : "Up")} to {Readable.Tasks(Counts[^1])}, nothing is shown to be faster than {Summary.Baseline}.";
            return $"{lead}{names.InVariant(best.Configuration)} pays from {Readable.Tasks(from.Tasks)} on{best.Before switch
            {
                null => ", the smallest number that was measured",
                { Difference: Difference.Slower } before => $"; with {Readable.Tasks(before.Tasks)} {Summary.Baseline} is faster",
                var before => $"; with {Readable.Tasks(before.Tasks)} no difference from {Summary.Baseline} is shown",
            }}.";
        }
    }

    private List<long> Counts => [.. family.Select(summary => summary.Tasks).Distinct().Order()];

    /// <summary>One for all variants that differ in nothing else.</summary>
    public static IReadOnlyList<PayOffText> AllOf(IReadOnlyList<Summary> summaries)
    {
        if (!summaries.Any(summary => summary.Scenario.VariedTasks is not null))
            return [];
        var families = summaries.Where(summary => summary.Scenario.VariedTasks is not null).GroupBy(summary => summary.Scenario.WithoutVariedTasks)
            .Where(family => family.Select(summary => summary.Scenario).Distinct().Count() > 1).ToList();
        var names = VariantNames.Among(families.Select(family => family.Key));
        return families.ConvertAll(family => new PayOffText([.. family], PlainText.Of(families.Count == 1 ? "" : names.GetValueOrDefault(family.Key) ?? family.Key.Parameters)));
    }
}
