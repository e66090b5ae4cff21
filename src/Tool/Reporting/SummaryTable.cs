using System.Globalization;
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

    private static readonly Column[] Columns =
    [
        new("work-\ners", summary => Readable.Count(summary.Configuration.Workers)),
        new("wall", summary => Readable.Duration(summary.Wall?.Median.Value ?? summary.Typical.Times.Wall)),
        new("±", summary => Readable.Percent(summary.Wall?.Precision)),
        new("startup", summary => Readable.Duration(summary.Typical.Times.Startup)),
        new("run", summary => Readable.Duration(summary.Typical.Times.Run)),
        new("shut-\ndown", summary => Readable.Duration(summary.Typical.Times.Shutdown)),
        new("speed-\nup", summary => (summary.Claim == Claim.NoDifferenceShown && summary.SpeedUp?.Interval is not null ? NoDifference : "") + Readable.Number(summary.SpeedUp?.Value)),
        new("in 95 %\nbetween", summary => Readable.Interval(summary.Claim is null ? null : summary.SpeedUp?.Interval)),
    ];

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
    private static string Chunks(int[] sizes) => sizes switch
    {
        [ChunkSpec.Auto] => " in chunks of a size that each worker finds out",
        [> 1 and var size] => $" in chunks of {Readable.Count(size)}",
        _ => "",
    };

    /// <summary>Fits into 80 columns; what went wrong takes the place of the tasks in flight.</summary>
    public static Table Of(IReadOnlyList<Summary> summaries)
    {
        var (headings, rows) = Texts(summaries);
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(headings[0]).NoWrap().Padding(0, 0, 0, 0));
        foreach (var heading in headings[1..])
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap().Padding(0, 0, 0, 0));
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }

    /// <summary>What stands in the table, whatever it is drawn with.</summary>
    public static (string[] Headings, IReadOnlyList<string[]> Rows) Texts(IReadOnlyList<Summary> summaries)
    {
        Column[] columns = [.. Columns, summaries.All(summary => summary.WorstStatus == RunStatus.Ok) ? InFlight : Status];
        var sizes = summaries.Select(summary => (summary.Configuration.Executor, summary.Configuration.ChunkSize)).Distinct().ToLookup(size => size.Executor);
        return (
            ["executor", .. columns.Select(column => column.Heading)],
            [.. summaries.Select(summary => (string[])[Name(summary.Configuration, sizes[summary.Configuration.Executor].Count() > 1), .. columns.Select(column => column.Text(summary))])]);
    }

    /// <summary>With its chunk size if there are several of the same executor.</summary>
    public static string Name(Configuration configuration, bool withChunks) =>
        !withChunks ? configuration.Executor
        : configuration.ChunkSize == ChunkSpec.Auto ? $"{configuration.Executor}/auto"
        : string.Create(CultureInfo.InvariantCulture, $"{configuration.Executor}/{configuration.ChunkSize}");

    private sealed record Column(string Heading, Func<Summary, string> Text);
}
