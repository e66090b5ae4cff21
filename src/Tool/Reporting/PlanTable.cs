using Partime.Tool.Planning;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>What <c>--dry-run</c> shows: a line per configuration, in the order in which they would run.</summary>
internal static class PlanTable
{
    /// <param name="plan">The plan.</param>
    /// <param name="executorOptions">By executor, its options in effect; null for not showing any.</param>
    public static Table Of(Plan plan, IReadOnlyDictionary<string, string>? executorOptions = null)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("executor");
        foreach (var numeric in (string[])["workers", "chunk", "tasks", "warm-up rounds", "rounds"])
            table.AddColumn(new TableColumn(numeric).RightAligned());
        if (executorOptions is not null)
            table.AddColumn("options");
        foreach (var configuration in plan.Configurations)
            table.AddRow(
            [
                Markup.Escape(configuration.Executor),
                Readable.Count(configuration.Workers),
                configuration.ChunkSize is ChunkSpec.Auto ? "auto" : Readable.Count(configuration.ChunkSize),
                Readable.Count(plan.Inputs.Count),
                Readable.Count(plan.Warmup),
                Readable.Count(plan.Rounds),
                .. executorOptions is null ? [] : (string[])[Markup.Escape(executorOptions.GetValueOrDefault(configuration.Executor, ""))],
            ]);
        return table;
    }
}
