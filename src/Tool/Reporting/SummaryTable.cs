using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>The table at the end of <c>run</c>: a line per configuration.</summary>
internal static class SummaryTable
{
    private static readonly Column[] Columns =
    [
        new("workers", summary => Readable.Count(summary.Configuration.Workers)),
        new("chunk", summary => Readable.Count(summary.Configuration.ChunkSize), Unless: summary => summary.Configuration.ChunkSize == 1),
        new("rounds", summary => Readable.Count(summary.Rounds), Unless: summary => summary.Rounds == 1),
        new("wall", summary => Readable.Duration(summary.WallSeconds)),
        new("startup", summary => Readable.Duration(summary.StartupSeconds)),
        new("run", summary => Readable.Duration(summary.RunSeconds)),
        new("shutdown", summary => Readable.Duration(summary.ShutdownSeconds)),
        new("speed-\nup", summary => Readable.Factor(summary.SpeedUp)),
        new("in\nflight", summary => Readable.Number(summary.ConcurrencyMean)),
        new("status", Status),
    ];

    /// <summary>Fits into 80 columns, as columns that say nothing are left out.</summary>
    public static Table Of(IReadOnlyList<Summary> summaries)
    {
        var shown = Columns.Where(column => column.Unless is null || !summaries.All(column.Unless)).ToArray();
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("executor").NoWrap().Padding(0, 0, 1, 0));
        foreach (var column in shown)
            table.AddColumn(new TableColumn(column.Heading).RightAligned().NoWrap().Padding(0, 0, 1, 0));
        foreach (var summary in summaries)
            table.AddRow([Markup.Escape(summary.Configuration.Executor), .. shown.Select(column => column.Text(summary))]);
        return table;
    }

    private static string Status(Summary summary) => summary.WorstStatus == RunStatus.Failed
        ? $"{Readable.Count(summary.TasksFailed)} failed"
        : Label.Of(summary.WorstStatus);

    /// <summary>A column of numbers, left out if <paramref name="Unless"/> is true of every line.</summary>
    private sealed record Column(string Heading, Func<Summary, string> Text, Func<Summary, bool>? Unless = null);
}
