using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>The table at the end of <c>run</c>: a line per configuration.</summary>
internal static class SummaryTable
{
    /// <summary>Before a speed-up that may as well be none.</summary>
    public const string NoDifference = "~";

    private static readonly Column Startup = new("startup", summary => Readable.Duration(summary.Typical.Times.Startup));

    private static readonly Column Run = new("run", summary => Readable.Duration(summary.Typical.Times.Run));

    private static readonly Column Shutdown = new("shut-\ndown", summary => Readable.Duration(summary.Typical.Times.Shutdown));

    private static readonly Column[] Columns =
    [
        new("work-\ners", summary => Readable.Count(summary.Configuration.Workers)),
        new("wall", summary => Readable.Duration(summary.Wall?.Median.Value ?? summary.Typical.Times.Wall)),
        new("±", summary => Readable.Precision(summary.Wall?.Precision)),
        Startup,
        Run,
        Shutdown,
    ];

    private static readonly Column[] OverBaseline = SpeedUp("speed-\nup", summary => (summary.SpeedUp, summary.Difference));

    private static readonly Column[] OverOneWorker = SpeedUp("over\none", summary => (summary.SpeedUpOverOne, summary.DifferenceOverOne));

    private static readonly Column InFlight = new("in\nflight", summary => Readable.Number(summary.Typical.ConcurrencyMean));

    private static readonly Column Status = new("status", summary => Label.Of(summary.WorstStatus));

    /// <summary>What stands above the table, so that it needs no columns for it.</summary>
    public static string Heading(IReadOnlyList<Summary> summaries, int warmup)
    {
        var scenario = summaries[0].Scenario;
        var chunks = Chunks([.. summaries.Select(summary => summary.Configuration.ChunkSize).Distinct()]);
        // Said every time, because the first runs of a workload pay for its compilation and its connections.
        var warm = warmup > 0 ? $"{Readable.Count(warmup)} to warm up" : "no warm-up";
        return $"{scenario.Workload}: {Readable.Tasks(scenario.Tasks)}{chunks}, {Rounds(summaries)}, {warm}";
    }

    private static string Rounds(IReadOnlyList<Summary> summaries)
    {
        var (least, most) = (summaries.Min(summary => summary.Rounds), summaries.Max(summary => summary.Rounds));
        return most <= 1 ? "1 round"
            : least == most ? $"medians of {Readable.Count(most)} rounds"
            : $"medians of {Readable.Count(least)} to {Readable.Count(most)} rounds";
    }

    /// <summary>Nothing where every task is claimed by itself, or where executors differ, which the CSV tells.</summary>
    private static string Chunks(ChunkSize[] sizes) => sizes switch
    {
        [{ Number: null }] => " in chunks of a size that each worker finds out",
        [{ Number: > 1 and var size }] => $" in chunks of {Readable.Count(size)}",
        _ => "",
    };

    /// <summary>Fits into 80 columns, with long names because parts of the time are left out, which the files have.</summary>
    public static Table Of(IReadOnlyList<Summary> summaries, int width)
    {
        var columns = ColumnsFor(summaries);
        foreach (var expendable in (Column[])[Shutdown, Startup, Run])
            if (WidthOf(Texts(summaries, columns)) > width)
                columns = [.. columns.Where(column => column != expendable)];
        var (headings, rows) = Texts(summaries, columns);
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(headings[0]).NoWrap().Padding(0, 0, 0, 0));
        foreach (var heading in headings[1..])
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap().Padding(0, 0, 0, 0));
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }

    /// <summary>What stands in the table, whatever it is drawn with.</summary>
    public static (string[] Headings, IReadOnlyList<string[]> Rows) Texts(IReadOnlyList<Summary> summaries) => Texts(summaries, ColumnsFor(summaries));

    /// <summary>Without the baseline, what more workers bring is held against one; what went wrong takes the place of the tasks in flight.</summary>
    private static Column[] ColumnsFor(IReadOnlyList<Summary> summaries)
    {
        var hasBaseline = summaries.Any(summary => summary.SpeedUp is not null) || summaries.All(summary => summary.DifferenceOverOne is null);
        return [.. Columns, .. hasBaseline ? OverBaseline : OverOneWorker, summaries.All(summary => summary.WorstStatus == RunStatus.Ok) ? InFlight : Status];
    }

    private static (string[] Headings, IReadOnlyList<string[]> Rows) Texts(IReadOnlyList<Summary> summaries, Column[] columns)
    {
        var names = new ConfigurationNames(summaries.Select(summary => summary.Configuration));
        return (
            ["executor", .. columns.Select(column => column.Heading)],
            [.. summaries.Select(summary => (string[])[names.ExecutorOf(summary.Configuration), .. columns.Select(column => column.Text(summary))])]);
    }

    /// <summary>With a blank around each column.</summary>
    private static int WidthOf((string[] Headings, IReadOnlyList<string[]> Rows) texts) =>
        1 + Enumerable.Range(0, texts.Headings.Length).Sum(column => 1 + texts.Rows.Append(texts.Headings).Max(row => row[column].Split('\n').Max(line => line.Length)));

    private static Column[] SpeedUp(string heading, Func<Summary, (Estimate? Estimate, Difference? Difference)> of) =>
    [
        new(heading, summary => (of(summary).Difference == Difference.NotShown ? NoDifference : "") + Readable.Number(of(summary).Estimate?.Value)),
        new("in 95 %\nbetween", summary => Readable.Interval(of(summary).Difference is null ? null : of(summary).Estimate?.Interval)),
    ];

    private sealed record Column(string Heading, Func<Summary, string> Text);
}
