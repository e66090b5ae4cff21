using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Predictions for people: a table, and a sentence each on what follows from it.</summary>
internal static class PredictionText
{
    /// <summary>A larger part of the time between the tasks of a serial run makes the durations alone misleading.</summary>
    private const double MuchBetweenTasks = 0.05;

    /// <summary>Above this part of the number of tasks, it is the number that limits the speed-up and not the longest task.</summary>
    private const double NearlyEqual = 0.9;

    /// <summary>How far the longest tasks of the rounds must lie from the task that is longest in most of them before that matters.</summary>
    private const double ClearlyLess = 0.9;

    public static string Heading(SerialLog log, Predictions found) =>
        $"{Readable.Tasks(found.Tasks)} of session {log.Session}, {(found.Rounds == 1 ? "1 run" : $"medians of {Readable.Count(found.Rounds)} runs")} with {Workers(Math.Max(1, log.Workers))}: "
        + $"{Readable.Duration(found.TotalSeconds)} of work, the longest task {Readable.Duration(found.LongestSeconds)}";

    /// <summary>A line per number of workers, and a column per schedule.</summary>
    public static TextTable Table(Predictions found)
    {
        var first = found.All.TakeWhile(prediction => prediction.Workers == found.All[0].Workers).ToList();
        var speedUp = first.FindIndex(prediction => prediction.Schedule == Schedule.TaskByTask);
        var columns = new List<TextColumn<Prediction[]>> { new("workers", row => Readable.Count(row[0].Workers)) };
        for (var i = 0; i < first.Count; i++)
        {
            var place = i;
            columns.Add(TextColumn<Prediction[]>.OfSeconds(HeadingOf(first[i].Schedule), row => row[place].Seconds.Value) with { Expendable = first[i].Schedule == Schedule.TaskByTask ? 0 : first.Count - i + 2 });
        }
        columns.Add(TextColumn<Prediction[]>.OfSeconds("lower bound", row => row[0].LowerBound) with { Expendable = 2 });
        columns.Add(new("speed-up", row => Readable.SpeedUp(row[speedUp].SpeedUp?.Value)));
        if (found.All.Any(prediction => prediction.SpeedUp?.Interval is not null))
            columns.Add(new("95% interval", row => Readable.SpeedUpInterval(row[speedUp].SpeedUp)) { Expendable = 1 });
        return TextTable.Of(columns, [.. found.All.Chunk(first.Count)]) with { Padding = (0, 1) };
    }

    /// <summary>What follows from the table.</summary>
    public static IEnumerable<string> Conclusions(Predictions found, int cpus)
    {
        if (WorkersText(found, cpus) is { } workers)
            yield return workers;
        if (found.MaxSpeedUp is { } max && max < found.MaxWorkers)
            yield return max > found.Tasks * NearlyEqual
                ? $"There are only {Readable.Tasks(found.Tasks)}, and no more workers than that have something to do."
                : $"Task {found.LongestTask} takes {Readable.Percent(1 / max)} of the time of all, which limits the speed-up to {Readable.Number(max)}, however many workers there are."
                    + (found.Rounds > 1 ? "" : $" {(found.LongestTask == 0 ? "It is the first, which may have waited for its code to be compiled" : "The machine may have paused just then")}: measure more rounds.");
        if (found.LongestDiffers && found.MaxSpeedUpInRounds is { } limit && limit < found.MaxWorkers && limit < found.MaxSpeedUp * ClearlyLess)
            yield return $"The longest task is a different one in each round, and takes {Readable.Percent(1 / limit)} of the time of all. The machine was disturbed, or durations vary by chance. "
                + "That slows the predictions for many workers down: measure on a quieter machine.";
        if (found.LongestFirstGain() is { } gain)
            yield return $"Longest first, {Workers(gain.InOrder.Workers)} would take {Readable.Duration(gain.LongestFirst.Seconds.Value)} instead of {Readable.Duration(gain.InOrder.Seconds.Value)}: "
                + "partime's workers claim tasks in the order of the inputs, so put the inputs of long tasks first.";
    }

    /// <summary>What stands under every table.</summary>
    public const string Assumption = "This assumes that tasks do not slow one another down, and leaves out starting workers.";

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

    /// <summary>How many workers are enough, and what more of them than CPUs depend on.</summary>
    /// <returns><see langword="null"/> if one number of workers was asked for, and there are as many CPUs.</returns>
    private static string? WorkersText(Predictions found, int cpus)
    {
        var ifTheyCompute = $"if they compute, more workers than CPUs ({Readable.Count(cpus)} here) are no faster. The tasks CSV does not say which they do.";
        if (found.WorkerCounts == 1)
            return found.MaxWorkers > cpus ? $"This holds if the tasks wait; {ifTheyCompute}" : null;
        var (enough, best) = (found.Enough(Schedule.TaskByTask), found.Best(Schedule.TaskByTask));
        var stillFall = enough.Workers * (1 + (2 * Predictions.Within)) > found.MaxWorkers && found.MaxWorkers < found.Tasks;
        var are = $"{Workers(enough.Workers)} {(enough.Workers == 1 ? "is" : "are")} enough: claiming task by task, ";
        var text = stillFall ? $"the times still fall with {Workers(found.MaxWorkers)}, the most that were asked for, and more may be faster"
            : enough.Workers == best.Workers ? $"{are}the run takes {Readable.Duration(enough.Seconds.Value)}, and more are not faster"
            : $"{are}{Readable.Duration(enough.Seconds.Value)} is within {Percentage.Format(Predictions.Within)} of the best, {Readable.Duration(best.Seconds.Value)} with {Readable.Count(best.Workers)}";
        return enough.Workers > cpus || (stillFall && found.MaxWorkers == cpus) ? $"If the tasks wait, {text}; {ifTheyCompute}" : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
    }

    private static string Workers(int count) => Readable.Counted(count, "worker");

    private static string HeadingOf(Schedule schedule) => schedule switch
    {
        _ when schedule == Schedule.LongestFirst => "longest first",
        { Chunks: { } chunks } when schedule != Schedule.TaskByTask => $"dynamic, {chunks}",
        _ => Label.Of(schedule.Kind),
    };
}
