using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>A row of the first sheet.</summary>
/// <param name="Cells">A text, a number, a <see cref="CoverNumber"/> or nothing each.</param>
internal sealed record CoverLine(params object?[] Cells)
{
    public bool IsHeading { get; init; }
}

/// <summary>A number with the digits that a person reads; the cell holds all of them.</summary>
internal readonly record struct CoverNumber(double Value, CoverFormat Format)
{
    public static CoverNumber? Of(double? value, CoverFormat format) => value is { } number ? new CoverNumber(number, format) : null;
}

internal enum CoverFormat
{
    Seconds,
    Ratio,
    Share,
}

/// <summary>What people who open a workbook want to see first: the answer in words, and the times and speed-ups by executor and workers, each as a block from which a
/// chart can be drawn.</summary>
internal sealed class Cover
{
    public const string Name = "overview";

    private const int FirstWidth = 12;
    private const int MaxLine = 130;

    private readonly List<CoverLine> lines = [];
    private readonly List<int> widths = [FirstWidth];

    public IReadOnlyList<CoverLine> Lines => lines;

    /// <summary>The characters that each column has room for.</summary>
    public IReadOnlyList<int> Widths => widths;

    /// <param name="sentences">Nothing is added without any.</param>
    /// <param name="heading">What they are about.</param>
    public Cover Add(IReadOnlyList<string> sentences, string? heading = null)
    {
        if (sentences.Count > 0)
            AddHeading(heading);
        foreach (var sentence in sentences)
            AddInLines(sentence.Replace('\n', ' '));
        return this;
    }

    /// <summary>How variants compare; nothing without any.</summary>
    public Cover Add(VariantsText? variants)
    {
        if (variants is null)
            return this;
        Add(variants.Sentences, variants.Heading);
        foreach (var payOff in variants.PayOffs)
        {
            AddHeading(payOff.Heading);
            lines.Add(new CoverLine([.. payOff.Headings]) { IsHeading = true });
            lines.AddRange(payOff.Cells.Select(cells => new CoverLine([.. cells])));
            Widen(payOff.Headings);
        }
        if (!variants.Rows.Any())
            return this;
        string[] columns = ["configuration", "variant", "compared with", "wall_median_s", "its wall_median_s", "times as fast", "low", "high"];
        lines.Add(new CoverLine([.. columns]) { IsHeading = true });
        foreach (var row in variants.Rows)
        {
            lines.Add(new CoverLine([row.Configuration, row.Variant, row.Baseline, CoverNumber.Of(row.Seconds, CoverFormat.Seconds), CoverNumber.Of(row.BaselineSeconds, CoverFormat.Seconds), .. Cells(row.SpeedUp, CoverFormat.Ratio)]));
            Widen([row.Configuration, row.Variant, row.Baseline, .. columns[3..]]);
        }
        return this;
    }

    public Cover Add(ReportChapter chapter)
    {
        var names = new ConfigurationNames(chapter.Summaries.Select(summary => summary.Configuration));
        AddHeading(SummaryTable.Heading(chapter.Summaries, chapter.Warmup, chapter.Name));
        Add(((string[])[chapter.Scenario.Parameters]).Where(text => text.Length > 0).ToList());
        Add(AdviceText.Of(chapter.Summaries, chapter.Advice, chapter.IsBudgetSpent, chapter.IsComplete));
        var speedUps = new SpeedUps(chapter.Summaries);
        var isWeak = chapter.Scenario.Scale == Scale.Weak;
        var speedUp = $"{(isWeak ? "Scaled speed-up" : "Speed-up")} over {speedUps.Over("one worker")}";
        AddBlock(chapter.Summaries, names, "wall_median_s: the median wall time in seconds, by workers and executor", CoverFormat.Seconds, summary => summary.Wall?.Median.Value);
        AddBlock(chapter.Summaries, names, $"{speedUp}, by workers and executor", CoverFormat.Ratio, summary => speedUps.Of(summary)?.Value);
        AddIntervals(chapter.Summaries, names, $"wall_median_s, and {char.ToLowerInvariant(speedUp[0])}{speedUp[1..]}, with 95% confidence intervals", speedUps.Of);
        AddLosses(chapter.Summaries, names);
        AddMetrics(chapter.Summaries, names);
        return this;
    }

    private void AddHeading(string? heading)
    {
        if (lines.Count > 0)
            lines.Add(new CoverLine());
        if (heading is not null)
            lines.Add(new CoverLine(heading) { IsHeading = true });
    }

    /// <summary>A text goes on over the empty cells beside it, but not over the edge of the screen.</summary>
    private void AddInLines(string sentence)
    {
        var rest = sentence.AsSpan();
        while (rest.Length > MaxLine && rest[..MaxLine].LastIndexOf(' ') is > 0 and var end)
        {
            lines.Add(new CoverLine(rest[..end].ToString()));
            rest = rest[(end + 1)..];
        }
        lines.Add(new CoverLine(rest.ToString()));
    }

    /// <summary>A column per executor, and a row per number of workers. Nothing is added if nothing is known.</summary>
    private void AddBlock(IReadOnlyList<Summary> summaries, ConfigurationNames names, string heading, CoverFormat format, Func<Summary, double?> value)
    {
        if (!summaries.Any(summary => value(summary) is not null))
            return;
        AddHeading(heading);
        var executors = summaries.Select(summary => names.ExecutorOf(summary.Configuration)).Distinct().ToList();
        lines.Add(new CoverLine(["workers", .. executors]) { IsHeading = true });
        foreach (var row in summaries.GroupBy(summary => summary.Configuration.Workers).OrderBy(row => row.Key))
            lines.Add(new CoverLine([row.Key, .. executors.Select(executor => CoverNumber.Of(row.Where(summary => names.ExecutorOf(summary.Configuration) == executor).Select(value).FirstOrDefault(), format) as object)]));
        Widen(["workers", .. executors]);
    }

    private void AddIntervals(IReadOnlyList<Summary> summaries, ConfigurationNames names, string heading, Func<Summary, Estimate?> speedUp)
    {
        string[] columns = ["configuration", "rounds", "wall_median_s", "low", "high", "speed-up", "low", "high"];
        var known = summaries.Where(summary => summary.Wall is not null).ToList();
        AddRows(heading, columns, known, summary => [summary.Rounds, .. Cells(summary.Wall!.Median, CoverFormat.Seconds), .. Cells(speedUp(summary), CoverFormat.Ratio)], names);
    }

    /// <summary>Those of some size in at least one configuration, as in the terminal.</summary>
    private void AddLosses(IReadOnlyList<Summary> summaries, ConfigurationNames names)
    {
        var known = summaries.Where(summary => summary is { Wall: not null, Losses.Sum: > 0 }).ToList();
        var kinds = LossBars.KindsOf(known.ConvertAll(summary => summary.Losses!));
        AddRows("Where the time of the workers went, as shares of wall × workers", ["configuration", "useful", .. kinds.Select(Label.Of)], known,
            summary => [Share(summary, summary.Losses!.Useful), .. kinds.Select(kind => Share(summary, summary.Losses!.Of(kind) ?? 0))], names);

        static object? Share(Summary summary, double seconds) => CoverNumber.Of(seconds / summary.Losses!.Sum, CoverFormat.Share);
    }

    /// <summary>In the units in which they were reported, as in the sheets.</summary>
    private void AddMetrics(IReadOnlyList<Summary> summaries, ConfigurationNames names)
    {
        if (new MetricsTable(summaries) is not { IsEmpty: false, Metrics: var metrics })
            return;
        AddRows("Metrics, as medians over the rounds", ["configuration", .. metrics.Select(metric => metric.HeadingWithUnit)], [.. summaries],
            summary => [.. metrics.Select(metric => summary.MedianOf(metric.Metric) is { } value ? double.IsFinite(value) ? (object)value : Readable.Quantities([value], "")[0] : (object?)null)], names);
    }

    private void AddRows(string heading, string[] columns, List<Summary> summaries, Func<Summary, object?[]> cells, ConfigurationNames names)
    {
        if (summaries.Count == 0)
            return;
        AddHeading(heading);
        lines.Add(new CoverLine([.. columns]) { IsHeading = true });
        foreach (var summary in summaries)
            lines.Add(new CoverLine([names.Of(summary.Configuration), .. cells(summary)]));
        Widen([summaries.Select(summary => names.Of(summary.Configuration)).MaxBy(name => name.Length)!, .. columns[1..]]);
    }

    private static object?[] Cells(Estimate? estimate, CoverFormat format) =>
        [CoverNumber.Of(estimate?.Value, format), CoverNumber.Of(estimate?.Interval?.Low, format), CoverNumber.Of(estimate?.Interval?.High, format)];

    private void Widen(IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
            if (i < widths.Count)
                widths[i] = Math.Max(widths[i], texts[i].Length);
            else
                widths.Add(Math.Max(FirstWidth, texts[i].Length));
    }
}
