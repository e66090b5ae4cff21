using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>What <c>doctor</c> has measured, a table each.</summary>
internal static class DoctorTables
{
    public static Table Of(ClockCheck clock) => Table(
        ["clock", ""],
        [
            ["smallest step seen", Readable.Duration(clock.StepSeconds)],
            ["a reading", Readable.Duration(clock.ReadingSeconds)],
            ["the system's counters", Readable.Duration(clock.SystemReadingSeconds)],
        ]);

    public static Table Of(IEnumerable<SleepCheck> sleeps) => Table(
        ["sleep", "asked for", "late by", "at worst"],
        sleeps.Select(sleep => (string[])[sleep.Call, Readable.Duration(sleep.NominalSeconds), Signed(sleep.Median), Signed(sleep.Worst)]));

    public static Table Of(IEnumerable<EmptyTaskCost> costs) => Table(
        ["empty task", "tasks", "a task", "startup"],
        costs.Select(cost => (string[])[cost.Executor, Readable.Count(cost.Tasks), Readable.Duration(cost.Task.Value), Readable.Duration(cost.Startup.Value)]));

    public static Table Of(IEnumerable<Summary> scaling) => Table(
        ["computing", "workers", "wall", "speed-up", "in 95 % between", "efficiency"],
        scaling.Select(summary => (string[])
        [
            summary.Configuration.Executor,
            Readable.Count(summary.Configuration.Workers),
            Readable.Duration(summary.Wall?.Median.Value ?? double.NaN),
            Readable.Number(summary.SpeedUpOverOne?.Value),
            Readable.Interval(summary.Configuration.Workers == 1 ? null : summary.SpeedUpOverOne?.Interval),
            Readable.Percent(summary.EfficiencyOverOne?.Value),
        ]));

    /// <summary>Who wakes up early was not asked to.</summary>
    private static string Signed(double? seconds) => seconds switch
    {
        null => "–",
        < 0 => $"-{Readable.Duration(-seconds.Value)}",
        _ => Readable.Duration(seconds.Value),
    };

    private static Table Table(string[] headings, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(headings[0]).NoWrap());
        foreach (var heading in headings[1..])
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }
}
