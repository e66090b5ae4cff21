using Partime.Tool.Analysis;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>The table at the end of <c>run</c>: a line per configuration.</summary>
internal static class SummaryTable
{
    public static Table Of(IReadOnlyList<Summary> summaries)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("executor");
        foreach (var numeric in (string[])["workers", "chunk", "rounds", "wall", "start-up", "run", "shutdown", "speed-up", "in flight", "ok", "failed"])
            table.AddColumn(new TableColumn(numeric).RightAligned());
        table.AddColumn("status");
        foreach (var summary in summaries)
            table.AddRow(
                Markup.Escape(summary.Configuration.Executor),
                Readable.Count(summary.Configuration.Workers),
                Readable.Count(summary.Configuration.ChunkSize),
                Readable.Count(summary.Rounds),
                Readable.Duration(summary.WallSeconds),
                Readable.Duration(summary.StartupSeconds),
                Readable.Duration(summary.RunSeconds),
                Readable.Duration(summary.ShutdownSeconds),
                Readable.Factor(summary.SpeedUp),
                Readable.Factor(summary.ConcurrencyMean),
                Readable.Count(summary.TasksOk),
                Readable.Count(summary.TasksFailed),
                Label.Of(summary.WorstStatus));
        return table;
    }
}
