using Partime.Tool.Planning;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>What a dry run shows: a line per configuration.</summary>
internal static class PlanTable
{
    /// <param name="plan">The plan.</param>
    /// <param name="expected">By configuration, how long a run of it takes by what an earlier session measured, in seconds.</param>
    /// <param name="executorOptions">By executor, its options in effect; null for not showing any.</param>
    public static Table Of(Plan plan, IReadOnlyDictionary<Configuration, double> expected, IReadOnlyDictionary<string, string>? executorOptions = null)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("executor");
        foreach (var numeric in (string[])["workers", "chunk", "tasks", "1st round", "expected"])
            table.AddColumn(new TableColumn(numeric).RightAligned());
        if (executorOptions is not null)
            table.AddColumn("options");
        var first = plan.Round(plan.Warmup > 0 ? Phase.Warmup : Phase.Measure, 1).ToDictionary(run => run.Configuration, run => run.Order);
        foreach (var configuration in plan.Configurations)
            table.AddRow(
            [
                Markup.Escape(configuration.Executor),
                Readable.Count(configuration.Workers),
                configuration.ChunkSize.Number is { } size ? Readable.Count(size) : ChunkSize.AutoName,
                Readable.Count(plan.Inputs.Count),
                Readable.Count(first[configuration]),
                expected.TryGetValue(configuration, out var seconds) ? Readable.Duration(seconds) : "–",
                .. executorOptions is null ? [] : (string[])[Markup.Escape(executorOptions.GetValueOrDefault(configuration.Executor, ""))],
            ]);
        return table;
    }
}
