using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>How long a schedule takes with a number of workers.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Workers">The number of workers.</param>
/// <param name="Seconds">The median over the rounds: from the moment at which all workers are ready until the last task has ended.</param>
/// <param name="SpeedUp">The sum of all durations divided by this time, within each round; <see langword="null"/> if no task took any time. Its interval has
/// no impossible values: nothing above the number of workers, nor above what the longest task of any round allows.</param>
/// <param name="LowerBound">What no schedule goes below, as a median over the rounds.</param>
/// <param name="TypicalSeconds">How long it takes if each task takes as long as in most rounds, so that no pause of the machine is in it.</param>
internal sealed record Prediction(Schedule Schedule, int Workers, Estimate Seconds, Estimate? SpeedUp, double LowerBound, double TypicalSeconds);

/// <summary>What is predicted from the durations of one or more rounds of the same tasks.</summary>
internal sealed record Predictions
{
    /// <summary>Times that differ by less are as good as equal.</summary>
    public const double Within = 0.05;

    /// <summary>More replayed tasks than this would take minutes.</summary>
    public const long MaxReplayed = 1_000_000_000;

    public required int Tasks { get; init; }

    public required int Rounds { get; init; }

    /// <summary>The sum of all durations, as a median over the rounds.</summary>
    public required double TotalSeconds { get; init; }

    /// <summary>The task that takes longest in most rounds.</summary>
    public required int LongestTask { get; init; }

    /// <summary>Its duration, as a median over the rounds.</summary>
    public required double LongestSeconds { get; init; }

    /// <summary>In how many rounds no task took longer.</summary>
    public required int RoundsOfLongest { get; init; }

    /// <summary>The speed-up that the longest task of each round allows, as a median, whichever task that is; <see langword="null"/> if no task took any time.</summary>
    public required double? MaxSpeedUpInRounds { get; init; }

    /// <summary>By number of workers, and for each by schedule.</summary>
    public required IReadOnlyList<Prediction> All { get; init; }

    /// <summary>Whether in most rounds some other task took longer: a pause of the machine hits any task.</summary>
    public bool LongestDiffers => Rounds > 1 && 2 * RoundsOfLongest <= Rounds;

    /// <summary>The speed-up that this task allows with any number of workers; <see langword="null"/> if no task took any time.</summary>
    public double? MaxSpeedUp => LongestSeconds > 0 ? TotalSeconds / LongestSeconds : null;

    public int WorkerCounts => All.Select(prediction => prediction.Workers).Distinct().Count();

    public int MaxWorkers => All.Max(prediction => prediction.Workers);

    /// <summary>The fewest workers whose time under this schedule is as good as the best.</summary>
    public Prediction Enough(Schedule schedule)
    {
        var own = Of(schedule);
        var best = own.Min(prediction => prediction.Seconds.Value);
        return own.Where(prediction => prediction.Seconds.Value <= best * (1 + Within)).MinBy(prediction => prediction.Workers)!;
    }

    public Prediction Best(Schedule schedule) => Of(schedule).MinBy(prediction => prediction.Seconds.Value)!;

    /// <summary>The number of workers with which taking the longest task first gains most over claiming in order; <see langword="null"/> if it gains next to
    /// nothing, or only as pauses of the machine hit other tasks.</summary>
    public (Prediction InOrder, Prediction LongestFirst)? LongestFirstGain()
    {
        (Prediction InOrder, Prediction LongestFirst)? gain = null;
        var max = 1 + Within;
        foreach (var (inOrder, longestFirst) in Of(Schedule.TaskByTask).Zip(Of(Schedule.LongestFirst)))
            if (inOrder.TypicalSeconds > max * longestFirst.TypicalSeconds && inOrder.Seconds.Value > max * longestFirst.Seconds.Value)
                (gain, max) = ((inOrder, longestFirst), inOrder.Seconds.Value / longestFirst.Seconds.Value);
        return gain;
    }

    /// <param name="rounds">The durations of each round, of the same tasks.</param>
    /// <param name="workers">The numbers of workers, each once.</param>
    /// <param name="schedules">The schedules, each once.</param>
    /// <exception cref="PartimeException">That many tasks and numbers of workers would take too long.</exception>
    public static Predictions Of(IReadOnlyList<IReadOnlyList<double>> rounds, IReadOnlyList<int> workers, IReadOnlyList<Schedule> schedules)
    {
        var tasks = rounds[0].Count;
        if ((Int128)tasks * rounds.Count * workers.Count > MaxReplayed)
            throw new PartimeException($"{tasks:N0} tasks in {rounds.Count:N0} rounds are too many for {workers.Count:N0} numbers of workers: name fewer of them, at most {Math.Max(1, MaxReplayed / ((long)tasks * rounds.Count)):N0}.");
        var replays = new Replay[workers.Count, schedules.Count];
        for (var i = 0; i < replays.Length; i++)
            replays[i / schedules.Count, i % schedules.Count] = new Replay();
        var typical = TaskDurations.TypicalOf(rounds);
        var order = TaskDurations.OrderOf(typical);
        var typicalRound = new TaskDurations(typical, order);
        var longestTask = Array.IndexOf(typical, typical.Max());
        var (totals, limits, roundsOfLongest) = (new List<double>(), new List<double>(), 0);
        foreach (var round in rounds)
        {
            // Which task a pause of the machine will hit is not known in advance, so the order is that of most rounds.
            var durations = new TaskDurations(round, order);
            totals.Add(durations.Total);
            if (durations.Longest > 0)
                limits.Add(durations.Total / durations.Longest);
            if (round[longestTask] == durations.Longest)
                roundsOfLongest++;
            Parallel.For(0, replays.Length, i => replays[i / schedules.Count, i % schedules.Count].Add(durations, schedules[i % schedules.Count], workers[i / schedules.Count]));
        }
        return new Predictions
        {
            Tasks = tasks,
            Rounds = rounds.Count,
            TotalSeconds = LogMedian.Of(totals).Median,
            LongestTask = longestTask,
            LongestSeconds = LogMedian.Of([.. rounds.Select(round => round[longestTask])]).Median,
            RoundsOfLongest = roundsOfLongest,
            MaxSpeedUpInRounds = limits.Count > 0 ? LogMedian.Of(limits).Median : null,
            All = [.. Enumerable.Range(0, replays.Length).AsParallel().AsOrdered().Select(i => replays[i / schedules.Count, i % schedules.Count].ToPrediction(schedules[i % schedules.Count], workers[i / schedules.Count], typicalRound))],
        };
    }

    private List<Prediction> Of(Schedule schedule) => [.. All.Where(prediction => prediction.Schedule == schedule)];

    /// <summary>One schedule with one number of workers, in every round.</summary>
    private sealed class Replay
    {
        private readonly List<double> seconds = [];
        private readonly List<double> speedUps = [];
        private readonly List<double> bounds = [];
        private double maxSpeedUp;

        public void Add(TaskDurations tasks, Schedule schedule, int workers)
        {
            var makespan = schedule.Makespan(tasks, workers);
            seconds.Add(makespan);
            var bound = tasks.LowerBound(workers);
            bounds.Add(bound);
            if (makespan <= 0)
                return;
            speedUps.Add(tasks.Total / makespan);
            maxSpeedUp = Math.Max(maxSpeedUp, tasks.Total / bound);
        }

        public Prediction ToPrediction(Schedule schedule, int workers, TaskDurations typical) => new(
            schedule,
            workers,
            Estimate.MedianOf(seconds),
            speedUps.Count == seconds.Count ? Possible(Estimate.MedianOf(speedUps)) : null,
            LogMedian.Of(bounds).Median,
            seconds.Count == 1 ? seconds[0] : schedule.Makespan(typical, workers));

        /// <summary>A few rounds that differ much have an interval that knows no limits.</summary>
        private Estimate Possible(Estimate speedUp) => speedUp.Interval is { } interval
            ? speedUp with { Interval = new(Math.Clamp(interval.Low, Math.Min(1, speedUp.Value), speedUp.Value), Math.Clamp(interval.High, speedUp.Value, Math.Max(speedUp.Value, maxSpeedUp))) }
            : speedUp;
    }
}
