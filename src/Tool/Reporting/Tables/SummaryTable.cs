using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What is shown of one scenario.</summary>
/// <param name="Summaries">A line each.</param>
/// <param name="Warmup">The number of warm-up rounds.</param>
/// <param name="Origins">Where and when it was measured, as far as known.</param>
internal sealed record ReportChapter(IReadOnlyList<Summary> Summaries, int Warmup, IReadOnlyList<string> Origins)
{
    public Scenario Scenario => Summaries[0].Scenario;
}

/// <summary>The table of the summaries: a line per configuration.</summary>
internal static class SummaryTable
{
    /// <summary>Before a speed-up that is not shown to differ from 1.</summary>
    public const string NoDifference = "~";

    private static readonly TextColumn<Summary> Startup = new("startup", summary => Readable.Duration(summary.Typical.Times.Startup));

    private static readonly TextColumn<Summary> Run = new("run", summary => Readable.Duration(summary.Typical.Times.Run));

    private static readonly TextColumn<Summary> Shutdown = new("shut-\ndown", summary => Readable.Duration(summary.Typical.Times.Shutdown));

    private static readonly TextColumn<Summary>[] Columns =
    [
        new("work-\ners", summary => Readable.Count(summary.Configuration.Workers)),
        new("wall", summary => Readable.Duration(summary.Wall?.Median.Value ?? summary.Typical.Times.Wall)),
        new("±", summary => Readable.Precision(summary.Wall?.Precision)),
        Startup,
        Run,
        Shutdown,
    ];

    private static readonly TextColumn<Summary> InFlight = new("in\nflight", summary => Readable.Number(summary.Typical.ConcurrencyMean));

    private static readonly TextColumn<Summary> Status = new("status", summary => Label.Of(summary.WorstStatus));

    /// <summary>What is the same in all lines, so that it needs no columns.</summary>
    public static string Heading(IReadOnlyList<Summary> summaries, int warmup)
    {
        var scenario = summaries[0].Scenario;
        // Executors may differ; the CSV tells.
        var chunkSize = summaries[0].Configuration.ChunkSize;
        var chunks = summaries.All(summary => summary.Configuration.ChunkSize == chunkSize) ? Chunks(chunkSize) : "";
        // Always shown, because the first runs of a workload include its compilation and its connections.
        var warm = warmup > 0 ? $"{Readable.Count(warmup)} to warm up" : "no warm-up";
        return $"{scenario.Workload}: {Label.OfTasks(scenario)}{chunks}, {Rounds(summaries)}, {warm}";
    }

    /// <summary>If the table is wider than allowed, parts of the time are left out; the files have them.</summary>
    public static TextTable Of(IReadOnlyList<Summary> summaries, int maxWidth = int.MaxValue)
    {
        var columns = ColumnsFor(summaries);
        var table = TableOf(columns, summaries);
        foreach (var expendable in (TextColumn<Summary>[])[Shutdown, Startup, Run])
            if (table.Width > maxWidth)
                table = TableOf(columns = [.. columns.Where(column => column != expendable)], summaries);
        return table;
    }

    public static string Markdown(ReportChapter chapter, IReadOnlyList<string> remarks)
    {
        if (chapter.Summaries.Count == 0)
            return MarkdownText.List(remarks);
        var above = ((string[])[chapter.Scenario.Parameters, .. chapter.Origins]).Where(text => text.Length > 0);
        return MarkdownText.Heading(Heading(chapter.Summaries, chapter.Warmup))
            + string.Concat(above.Select(text => MarkdownText.Escape(text) + "\n\n"))
            + Of(chapter.Summaries).Markdown()
            + new LossBars(chapter.Summaries).ForMarkdown()
            + MarkdownText.List(remarks);
    }

    private static string Rounds(IReadOnlyList<Summary> summaries)
    {
        var (min, max) = (int.MaxValue, 0);
        foreach (var summary in summaries)
            (min, max) = (Math.Min(min, summary.Rounds), Math.Max(max, summary.Rounds));
        return max <= 1 ? "1 round"
            : min == max ? $"medians of {Readable.Count(max)} rounds"
            : $"medians of {Readable.Count(min)} to {Readable.Count(max)} rounds";
    }

    /// <summary>Nothing if every chunk is one task.</summary>
    private static string Chunks(ChunkSize size) => size.Number switch
    {
        null => " in chunks of automatic size",
        1 => "",
        var number => $" in chunks of {Readable.Count(number.Value)}",
    };

    private static TextTable TableOf(TextColumn<Summary>[] columns, IReadOnlyList<Summary> summaries) => TextTable.Of(columns, summaries) with { Padding = (0, 0) };

    /// <summary>Without a baseline, the speed-up is the one over one worker. If a run went wrong, its status replaces the tasks in flight.</summary>
    private static TextColumn<Summary>[] ColumnsFor(IReadOnlyList<Summary> summaries)
    {
        var names = new ConfigurationNames(summaries.Select(summary => summary.Configuration));
        var hasBaseline = summaries.Any(summary => summary.SpeedUp is not null) || summaries.All(summary => summary.DifferenceOverOne is null);
        return
        [
            new("executor", summary => names.ExecutorOf(summary.Configuration), CellKind.Name),
            .. Columns,
            .. SpeedUp(hasBaseline, isScaled: summaries[0].Scenario.Scale == Scale.Weak),
            summaries.All(summary => summary.WorstStatus == RunStatus.Ok) ? InFlight : Status,
        ];
    }

    /// <summary>Under weak scaling the efficiency is what matters: that the time stays the same.</summary>
    private static TextColumn<Summary>[] SpeedUp(bool hasBaseline, bool isScaled) => (hasBaseline, isScaled) switch
    {
        (true, false) => OverBaseline("speed-\nup"),
        (true, true) => [.. OverBaseline("scaled\nspeed-up"), new("effi-\nciency", summary => Readable.Number(summary.Efficiency?.Value))],
        (false, false) => OverOneWorker("over\none"),
        _ => [.. OverOneWorker("scaled,\nover one"), new("effi-\nciency", summary => Readable.Number(summary.EfficiencyOverOne?.Value))],
    };

    private static TextColumn<Summary>[] OverBaseline(string heading) => SpeedUp(heading, summary => summary.SpeedUp, summary => summary.Difference);

    private static TextColumn<Summary>[] OverOneWorker(string heading) => SpeedUp(heading, summary => summary.SpeedUpOverOne, summary => summary.DifferenceOverOne);

    private static TextColumn<Summary>[] SpeedUp(string heading, Func<Summary, Estimate?> estimate, Func<Summary, Difference?> difference) =>
    [
        new(heading, summary => (difference(summary) == Difference.NotShown ? NoDifference : "") + Readable.Number(estimate(summary)?.Value)),
        new("in 95 %\nbetween", summary => Readable.Interval(difference(summary) is null ? null : estimate(summary)?.Interval)),
    ];
}
