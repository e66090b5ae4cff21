using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>How much the timelines of a page may hold: the page must stay small, however many tasks there were.</summary>
/// <param name="Tasks">Single tasks of one run.</param>
/// <param name="Bins">Shares of one run, summed over its rows.</param>
/// <param name="Bytes">All tasks of one run, if they fit.</param>
internal sealed record TimelineLimits(int Tasks, int Bins, int Bytes)
{
    private const int TasksOfPage = 60_000;
    private const int MinTasks = 100;
    private const int BinsOfPage = 200_000;
    private const int MinBins = 1_024;
    private const int BytesOfPage = 2_400_000;

    /// <summary>More tasks would not fit, however they are packed.</summary>
    public int WholeTasks => 2 * Bytes;

    public static TimelineLimits For(int runs) =>
        new(Math.Max(MinTasks, TasksOfPage / Math.Max(1, runs)), Math.Max(MinBins, BinsOfPage / Math.Max(1, runs)), BytesOfPage / Math.Max(1, runs));
}

/// <summary>What a worker did at some time.</summary>
internal enum TimelineState : byte
{
    Ok,
    Failed,

    /// <summary>An attempt that failed, and the task was retried.</summary>
    Retried,
}

/// <summary>An attempt at a task, in seconds since the start of the run.</summary>
internal readonly record struct TimelineTask(long Task, double Started, double Ended, int Row, TimelineState State);

/// <summary>When the workers of one run were in tasks. All tasks one by one if they fit; otherwise the share of each state per bin of time, and one by one the longest
/// and those that failed.</summary>
/// <remarks>
/// <code>
///   row 0    0.0 0.9 1.0 1.0 0.4   bins: shares of their time, one after the other
///   row 1    0.0 0.7 1.0 0.2 0.0   one row per worker, or per several workers of the same number
///            start-up │        └─ shutdown
///                   ready
/// </code>
/// </remarks>
internal sealed class Timeline
{
    private const int MaxRows = 64;
    private const int MaxBinsOfRow = 2_048;
    private const int MinBinsOfRow = 16;
    private const int MaxLettersOfNode = 20;

    /// <summary>Failed tasks are kept before others.</summary>
    private const double Failure = 1e9;

    private static readonly int States = Enum.GetValues<TimelineState>().Length;

    private readonly TimelineLimits limits;
    private readonly double[] seconds;
    private readonly List<TimelineTask> kept = [];
    private double minWeight = -1;

    /// <param name="planned">The run.</param>
    /// <param name="times">How long it took.</param>
    /// <param name="limits">What may be kept of it.</param>
    public Timeline(PlannedRun planned, TimeParts times, TimelineLimits limits)
    {
        (Planned, Times) = (planned, times);
        WorkersOfRow = (planned.Configuration.Workers + MaxRows - 1) / MaxRows;
        var rows = (planned.Configuration.Workers + WorkersOfRow - 1) / WorkersOfRow;
        Bins = Math.Clamp(limits.Bins / rows, MinBinsOfRow, MaxBinsOfRow);
        this.limits = limits;
        seconds = new double[rows * Bins * States];
        Rows = [.. Enumerable.Range(0, rows).Select(row => new TimelineRow(row * WorkersOfRow, Math.Min(planned.Configuration.Workers, (row + 1) * WorkersOfRow) - 1))];
    }

    public PlannedRun Planned { get; }

    public TimeParts Times { get; }

    /// <summary>How many consecutive tasks have the same input.</summary>
    public int Copies { get; init; } = 1;

    public int WorkersOfRow { get; }

    /// <summary>Of each row.</summary>
    public int Bins { get; }

    public IReadOnlyList<TimelineRow> Rows { get; }

    /// <summary>The workers of a row, with their machine if the run had several.</summary>
    public string NameOf(TimelineRow row) =>
        row.Node.Length > 0 && Rows.Any(other => other.Node.Length > 0 && other.Node != row.Node) ? $"{row.Name} on {HtmlText.Short(row.Node, MaxLettersOfNode)}" : row.Name;

    /// <summary>Attempts, of which those in <see cref="Kept"/> are known one by one.</summary>
    public long Count { get; private set; }

    public bool IsWhole => Kept.Count == Count;

    public IReadOnlyList<TimelineTask> Kept => kept;

    public void Add(long task, int worker, double started, double ended, TimelineState state, string? node = null)
    {
        var row = worker / WorkersOfRow;
        if (row >= Rows.Count || !(ended >= started))
            return;
        Count++;
        Rows[row].Add(task, started, ended, node);
        Spread(row, started, ended, state);
        var weight = WeightOf(ended - started, state);
        if (weight <= minWeight)
            return;
        kept.Add(new TimelineTask(task, started, ended, row, state));
        if (kept.Count > 2 * limits.Tasks && !(IsWhole && Count <= limits.WholeTasks))
            Prune();
    }

    /// <summary>Must come after the last task. Leaves out what does not fit.</summary>
    public PackedTasks Pack()
    {
        if (IsWhole && PackedTasks.Of(this, limits.Bytes) is { } all)
            return all;
        if (kept.Count > limits.Tasks)
            Prune();
        return PackedTasks.Of(this, int.MaxValue)!;
    }

    /// <summary>The shares of all rows, bin by bin and state by state, as 255ths. What is shorter than one is still one.</summary>
    public byte[] Shares()
    {
        var shares = new byte[seconds.Length];
        for (var i = 0; i < shares.Length; i++)
            if (seconds[i] > 0)
                shares[i] = (byte)Math.Clamp(Math.Round(255 * seconds[i] / (Times.Wall / Bins * Rows[i / (Bins * States)].Workers)), 1, 255);
        return shares;
    }

    /// <summary>The run of a session, with the tasks that are on the board now.</summary>
    public static Timeline Of(RunRecord run, TimelineLimits limits, int copies = 1)
    {
        var timeline = new Timeline(run.Planned, TimeParts.Of(run.Times), limits) { Copies = copies };
        for (var index = 0L; index < run.Tasks.Count; index++)
        {
            var task = run.Tasks[index];
            for (var attempt = 0; task.Attempt > 1 && attempt < run.Tasks.FormerAttempts(index); attempt++)
                timeline.Add(run.Tasks.FormerAttempt(index, attempt), index, TimelineState.Retried);
            timeline.Add(task, index, task.Verdict == Verdict.Ok ? TimelineState.Ok : TimelineState.Failed);
        }
        return timeline;
    }

    private void Add(TaskOutcome task, long index, TimelineState state)
    {
        if (task.HasRun && task is { StartedSeconds: { } started, EndedSeconds: { } ended })
            Add(index, task.Worker, started, ended, state, task.Node);
    }

    private void Spread(int row, double started, double ended, TimelineState state)
    {
        var width = Times.Wall / Bins;
        if (!(width > 0))
            return;
        var (first, last) = (BinAt(started / width), BinAt(ended / width));
        for (var bin = first; bin <= last; bin++)
            seconds[(((row * Bins) + bin) * States) + (int)state] += Math.Max(0, Math.Min(ended, (bin + 1) * width) - Math.Max(started, bin * width));
    }

    private int BinAt(double place) => (int)Math.Clamp(place, 0, Bins - 1);

    private void Prune()
    {
        kept.Sort((one, other) => WeightOf(other.Ended - other.Started, other.State).CompareTo(WeightOf(one.Ended - one.Started, one.State)));
        kept.RemoveRange(limits.Tasks, kept.Count - limits.Tasks);
        minWeight = WeightOf(kept[^1].Ended - kept[^1].Started, kept[^1].State);
    }

    private static double WeightOf(double duration, TimelineState state) => state == TimelineState.Ok ? duration : duration + Failure;
}

/// <summary>The workers of a row, and what they did.</summary>
internal sealed record TimelineRow(int FirstWorker, int LastWorker)
{
    public int Workers => LastWorker - FirstWorker + 1;

    public string Name => Workers == 1 ? Readable.Count(FirstWorker) : $"{Readable.Count(FirstWorker)}–{Readable.Count(LastWorker)}";

    /// <summary>The machine of the node that ran all of its tasks; empty for several, and without nodes.</summary>
    public string Node { get; private set; } = "";

    public long Tasks { get; private set; }

    public double Busy { get; private set; }

    public double FirstStart { get; private set; } = double.NaN;

    public double LastEnd { get; private set; } = double.NaN;

    public double Longest { get; private set; }

    public long LongestTask { get; private set; }

    public void Add(long task, double started, double ended, string? node)
    {
        Node = Tasks++ == 0 || Node == node ? node ?? "" : "";
        Busy += ended - started;
        FirstStart = started < FirstStart || double.IsNaN(FirstStart) ? started : FirstStart;
        LastEnd = ended > LastEnd || double.IsNaN(LastEnd) ? ended : LastEnd;
        if (ended - started >= Longest)
            (Longest, LongestTask) = (ended - started, task);
    }
}
