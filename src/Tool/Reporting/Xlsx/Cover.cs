using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>A row of the first sheet.</summary>
/// <param name="Cells">A text, a number or nothing each.</param>
internal sealed record CoverLine(params object?[] Cells)
{
    public bool IsHeading { get; init; }

    public bool IsOfRatios { get; init; }
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

    public Cover Add(ReportChapter chapter)
    {
        var names = new ConfigurationNames(chapter.Summaries.Select(summary => summary.Configuration));
        AddHeading(SummaryTable.Heading(chapter.Summaries, chapter.Warmup));
        Add(((string[])[chapter.Scenario.Parameters]).Where(text => text.Length > 0).ToList());
        Add(AdviceText.Of(chapter));
        var isOverBaseline = chapter.Summaries.Any(summary => summary.SpeedUp is not null);
        var isWeak = chapter.Scenario.Scale == Scale.Weak;
        AddBlock(chapter.Summaries, names, "wall_median_s: the median wall time in seconds, by workers and executor", summary => summary.Wall?.Median.Value);
        AddBlock(chapter.Summaries, names, $"{(isWeak ? "Scaled speed-up" : "Speed-up")} over {(isOverBaseline ? Summary.Baseline : "one worker")}, by workers and executor",
            summary => (isOverBaseline ? summary.SpeedUp : summary.SpeedUpOverOne)?.Value, isOfRatios: true);
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
    private void AddBlock(IReadOnlyList<Summary> summaries, ConfigurationNames names, string heading, Func<Summary, double?> value, bool isOfRatios = false)
    {
        if (!summaries.Any(summary => value(summary) is not null))
            return;
        AddHeading(heading);
        var executors = summaries.Select(summary => names.ExecutorOf(summary.Configuration)).Distinct().ToList();
        lines.Add(new CoverLine(["workers", .. executors]) { IsHeading = true });
        foreach (var row in summaries.GroupBy(summary => summary.Configuration.Workers).OrderBy(row => row.Key))
            lines.Add(new CoverLine([row.Key, .. executors.Select(executor => row.Where(summary => names.ExecutorOf(summary.Configuration) == executor).Select(value).FirstOrDefault() as object)]) { IsOfRatios = isOfRatios });
        for (var i = 0; i < executors.Count; i++)
            if (widths.Count > i + 1)
                widths[i + 1] = Math.Max(widths[i + 1], executors[i].Length);
            else
                widths.Add(Math.Max(FirstWidth, executors[i].Length));
    }
}
