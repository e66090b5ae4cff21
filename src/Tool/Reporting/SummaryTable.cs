using System.Globalization;
using System.Text;
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
        new("wall", summary => Readable.Duration(summary.WallSeconds)),
        new("startup", summary => Readable.Duration(summary.StartupSeconds)),
        new("run", summary => Readable.Duration(summary.RunSeconds)),
        new("shutdown", summary => Readable.Duration(summary.ShutdownSeconds)),
        new("speed-\nup", summary => Readable.Number(summary.SpeedUp)),
        new("in\nflight", summary => Readable.Number(summary.ConcurrencyMean)),
        new("status", summary => Label.Of(summary.WorstStatus)),
    ];

    /// <summary>What stands above the table, so that it needs no columns for it.</summary>
    public static string Heading(string workload, Plan plan, IReadOnlyList<Summary> summaries)
    {
        var heading = new StringBuilder($"{workload}: {Readable.Count(plan.Inputs.Count)} tasks");
        if (plan.Configurations.Max(configuration => configuration.ChunkSize) is > 1 and var chunkSize)
            heading.Append(CultureInfo.InvariantCulture, $" in chunks of {chunkSize:N0}");
        if (summaries.Select(summary => summary.Rounds).DefaultIfEmpty().Max() is > 1 and var rounds)
            heading.Append(CultureInfo.InvariantCulture, $", medians of {rounds:N0} rounds");
        return heading.ToString();
    }

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
