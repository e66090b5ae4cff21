using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>A prediction as the files show it.</summary>
/// <param name="Log">What it is made from.</param>
/// <param name="All">What was predicted with it.</param>
/// <param name="Own">The prediction.</param>
internal sealed record PredictionRow(SerialLog Log, Predictions All, Prediction Own);

/// <summary>The columns of predictions, in CSV and JSON alike.</summary>
internal static class PredictionColumns
{
    private const int CurrentSchema = 1;

    public static readonly Column<PredictionRow>[] All =
    [
        new("schema", _ => CurrentSchema, "1: the version of this description"),
        new("session", row => row.Log.Session, "the session whose tasks were replayed, as in the runs CSV"),
        new("tasks", row => row.All.Tasks, "the number of tasks of a run"),
        new("rounds", row => row.All.Rounds, "the number of runs that were replayed; all values are medians over them"),
        new("schedule", row => Label.Of(row.Own.Schedule.Kind), "`static`, `dynamic`, `guided` or `longest-first`: how tasks are given to workers"),
        new("workers", row => row.Own.Workers, "the number of workers"),
        new("chunk_size", row => row.Own.Schedule.ChunkSizeFor(row.All.Tasks, row.Own.Workers)?.Number, "of `dynamic`, how many consecutive tasks a worker claims at once; empty for `auto`"),
        new("predicted_s", row => row.Own.Seconds.Value, "from the moment at which all workers are ready until the last task has ended: what `run_s` is in a warm pool"),
        new("predicted_low_s", row => row.Own.Seconds.Interval?.Low, "lower end of the 95% confidence interval of `predicted_s`; from 3 rounds"),
        new("predicted_high_s", row => row.Own.Seconds.Interval?.High, "upper end of this interval"),
        new("speedup", row => row.Own.SpeedUp?.Value, "`work_s` / `predicted_s`, within each round; empty if no task took any time"),
        new("speedup_low", row => row.Own.SpeedUp?.Interval?.Low, "lower end of the 95% confidence interval of `speedup`; from 3 rounds"),
        new("speedup_high", row => row.Own.SpeedUp?.Interval?.High, "upper end of this interval"),
        new("efficiency", row => row.Own.SpeedUp?.Value / row.Own.Workers, "`speedup` / `workers`"),
        new("lower_bound_s", row => row.Own.LowerBound, "what no schedule goes below: the larger of the work divided by `workers` and the longest task, within each round"),
        new("work_s", row => row.All.TotalSeconds, "the sum of the durations of all tasks"),
        new("longest_s", row => row.All.LongestSeconds, "the duration of the task that takes longest in most rounds"),
        new("measured_workers", row => Math.Max(1, row.Log.Workers), "how many workers ran the tasks when they were measured; with more than 1, the durations contain what these cost one another"),
    ];
}
