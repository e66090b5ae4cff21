using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What a dry run shows: a line per configuration.</summary>
internal static class PlanTable
{
    /// <param name="plan">The plan.</param>
    /// <param name="expected">By configuration, how long a run of it takes according to an earlier session, in seconds.</param>
    /// <param name="executorOptions">By executor, its options in effect; <see langword="null"/> to show none.</param>
    /// <param name="variants">Their names, if there are several.</param>
    public static TextTable Of(Plan plan, IReadOnlyDictionary<Configuration, double> expected, IReadOnlyDictionary<string, string>? executorOptions = null, IReadOnlyList<string>? variants = null)
    {
        var first = plan.Round(plan.Warmup > 0 ? Phase.Warmup : Phase.Measure, 1).ToDictionary(run => run.Configuration, run => run.Order);
        List<TextColumn<Configuration>> columns =
        [
            .. variants is { Count: > 0 } ? [new("variant", configuration => variants[configuration.Variant], CellKind.Name)] : (TextColumn<Configuration>[])[],
            new("executor", configuration => configuration.Executor, CellKind.Name),
            new("workers", configuration => Readable.Count(configuration.Workers)),
            new("chunk", configuration => configuration.ChunkSize.Number is { } size ? Readable.Count(size) : ChunkSize.AutoName) { Expendable = 1 },
            new("tasks", configuration => Readable.Count(plan.TasksOf(configuration))),
            new("order", configuration => Readable.Count(first[configuration])) { Expendable = 2 },
            TextColumn<Configuration>.OfSeconds("expected", configuration => expected.TryGetValue(configuration, out var seconds) ? seconds : null),
        ];
        if (executorOptions is not null)
            columns.Add(new("options", configuration => executorOptions.GetValueOrDefault(configuration.Executor, ""), CellKind.Text));
        return TextTable.Of(columns, plan.Configurations);
    }
}
