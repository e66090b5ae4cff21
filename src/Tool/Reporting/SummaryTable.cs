using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>The table at the end of <c>run</c>: a line per configuration.</summary>
internal static class SummaryTable
{
    private static readonly Column[] Columns =
    [
        new("workers", summary => Readable.Count(summary.Configuration.Workers)),
        new("wall", summary => Readable.Duration(summary.Typical.Times.WallSeconds)),
        new("startup", summary => Readable.Duration(summary.Typical.Times.StartupSeconds)),
        new("run", summary => Readable.Duration(summary.Typical.Times.RunSeconds)),
        new("shutdown", summary => Readable.Duration(summary.Typical.Times.ShutdownSeconds)),
        new("speed-\nup", summary => Readable.Number(summary.SpeedUp)),
        new("in\nflight", summary => Readable.Number(summary.Typical.Totals.ConcurrencyMean)),
        new("status", summary => Label.Of(summary.WorstStatus)),
    ];

    /// <summary>What stands above the table, so that it needs no columns for it.</summary>
    public static string Heading(string workload, Plan plan)
    {
        var chunks = Chunks([.. plan.Configurations.Select(configuration => configuration.ChunkSize).Distinct()]);
        var rounds = plan.Rounds > 1 ? $"the median of {Readable.Count(plan.Rounds)} rounds" : "1 round";
        // Said every time, because the first runs of a workload pay for its compilation and its connections.
        var warmup = plan.Warmup > 0 ? $"{Readable.Count(plan.Warmup)} to warm up" : "no warm-up";
        return $"{workload}: {Readable.Tasks(plan.Inputs.Count)}{chunks}, {rounds}, {warmup}";
    }

    /// <summary>Nothing where every task is claimed by itself, or where executors differ, which the CSV tells.</summary>
    private static string Chunks(int[] sizes) => sizes switch
    {
        [ChunkSpec.Auto] => " in chunks of a size that each worker finds out",
        [> 1 and var size] => $" in chunks of {Readable.Count(size)}",
        _ => "",
    };

    /// <summary>Fits into 80 columns.</summary>
    public static Table Of(IReadOnlyList<Summary> summaries)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("executor").NoWrap().Padding(0, 0, 0, 0));
        foreach (var column in Columns)
            table.AddColumn(new TableColumn(column.Heading).RightAligned().NoWrap().Padding(0, 0, 0, 0));
        foreach (var summary in summaries)
            table.AddRow([Markup.Escape(summary.Configuration.Executor), .. Columns.Select(column => column.Text(summary))]);
        return table;
    }

    private sealed record Column(string Heading, Func<Summary, string> Text);
}
