using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Predictions for people: a table, and a sentence each on what follows from it.</summary>
internal static class PredictionText
{
    /// <summary>A larger part of the time between the tasks of a serial run makes the durations alone misleading.</summary>
    private const double MuchBetweenTasks = 0.05;

    /// <summary>Above this part of the number of tasks, it is the number that limits the speed-up and not the longest task.</summary>
    private const double NearlyEqual = 0.9;

    public static string Heading(SerialLog log, Predictions found) =>
        $"{Readable.Tasks(found.Tasks)} of session {log.Session}, {(found.Rounds == 1 ? "1 round" : $"medians of {Readable.Count(found.Rounds)} rounds")}: "
        + $"{Readable.Duration(found.TotalSeconds)} of work, the longest task {Readable.Duration(found.LongestSeconds)}";

    /// <summary>A line per number of workers, and a column per schedule.</summary>
    public static TextTable Table(Predictions found)
    {
        var first = found.All.TakeWhile(prediction => prediction.Workers == found.All[0].Workers).ToList();
        var speedUp = first.FindIndex(prediction => prediction.Schedule == Schedule.TaskByTask);
        var columns = new List<TextColumn<Prediction[]>> { new("work-\ners", row => Readable.Count(row[0].Workers)) };
        for (var i = 0; i < first.Count; i++)
        {
            var place = i;
            columns.Add(new(HeadingOf(first[i].Schedule), row => Readable.Duration(row[place].Seconds.Value)));
        }
        columns.Add(new("lower\nbound", row => Readable.Duration(row[0].LowerBound)));
        columns.Add(new("speed-up\nof dynamic", row => Readable.Number(row[speedUp].SpeedUp?.Value)));
        if (found.All.Any(prediction => prediction.SpeedUp?.Interval is not null))
            columns.Add(new("in 95 %\nbetween", row => Readable.Interval(row[speedUp].SpeedUp?.Interval)));
        return TextTable.Of(columns, found.All.Chunk(first.Count)) with { Padding = (0, 0) };
    }

    /// <summary>What follows from the table.</summary>
    public static IEnumerable<string> Conclusions(Predictions found)
    {
        if (found.MaxWorkers > 1)
            yield return EnoughText(found);
        if (found.MaxSpeedUp is { } max && max < found.MaxWorkers)
            yield return max > found.Tasks * NearlyEqual
                ? $"There are only {Readable.Tasks(found.Tasks)}, and no more workers than that have something to do."
                : $"Task {found.LongestTask} takes {Readable.Percent(1 / max)} of the time of all, which limits the speed-up to {Readable.Number(max)}, however many workers there are."
                    + (found.LongestTask == 0 ? " It is the first, which may have waited for its code to be compiled: measure more rounds." : "");
        if (found.LongestFirstGain() is { } gain)
            yield return $"Longest first, {Workers(gain.InOrder.Workers)} would take {Readable.Duration(gain.LongestFirst.Seconds.Value)} instead of {Readable.Duration(gain.InOrder.Seconds.Value)}: "
                + "partime's workers claim tasks in the order of the inputs, so name those of long tasks first.";
    }

    /// <summary>What stands under every table.</summary>
    public static string Assumption(int cpus) =>
        $"This assumes that tasks do not slow one another down, and leaves out starting workers. More workers than CPUs ({cpus} here) help only tasks that wait, "
        + "and the tasks CSV does not say whether they do.";

    /// <summary>What is doubtful about the durations.</summary>
    public static IEnumerable<string> Remarks(SerialLog log)
    {
        if (!log.IsSerial)
            yield return $"There is no run with one worker, so the durations are those of {Workers(log.Workers)} at once. They contain what these cost one another: measure 'serial' as well.";
        if (log.Failed > 0)
            yield return $"{Readable.Tasks(log.Failed)} failed; what {(log.Failed == 1 ? "it" : "they")} took until then counts as any other duration.";
        if (log.Cancelled > 0)
            yield return $"{Readable.Tasks(log.Cancelled)} did not end before the session was interrupted, and the time that {(log.Cancelled == 1 ? "it" : "they")} would have taken is missing: measure a whole run.";
        if (log.LeftOut > 0)
            yield return $"{Readable.Counted(log.LeftOut, "interrupted run")} left out.";
        if (log.IsSerial && log.Cancelled == 0 && log.BetweenTasks > MuchBetweenTasks)
            yield return $"The measured runs spent {Readable.Percent(log.BetweenTasks)} of their time between tasks, which is left out here: with tasks this short, expect less.";
    }

    private static string EnoughText(Predictions found)
    {
        var (enough, best) = (found.Enough(Schedule.TaskByTask), found.Best(Schedule.TaskByTask));
        var are = $"{Workers(enough.Workers)} {(enough.Workers == 1 ? "is" : "are")} enough: claiming task by task, ";
        return enough.Workers * (1 + (2 * Predictions.Within)) > found.MaxWorkers ? $"The times still fall with {Workers(found.MaxWorkers)}, the most that were asked for: more may be faster."
            : enough.Workers == best.Workers ? $"{are}the run takes {Readable.Duration(enough.Seconds.Value)}, and more are not faster."
            : $"{are}{Readable.Duration(enough.Seconds.Value)} is within {Percentage.Format(Predictions.Within)} of the best, {Readable.Duration(best.Seconds.Value)} with {Readable.Count(best.Workers)}.";
    }

    private static string Workers(int count) => Readable.Counted(count, "worker");

    private static string HeadingOf(Schedule schedule) => schedule switch
    {
        _ when schedule == Schedule.LongestFirst => "longest\nfirst",
        { Chunks: { } chunks } when schedule != Schedule.TaskByTask => $"dynamic,\n{chunks}",
        _ => Label.Of(schedule.Kind),
    };
}
