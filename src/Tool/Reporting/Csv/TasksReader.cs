using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>The runs of a tasks CSV.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Runs">In the order of the file.</param>
/// <param name="Remark">A sentence on what was left out; <see langword="null"/> if nothing was.</param>
internal sealed record TasksFile(string Name, IReadOnlyList<TaskDurationsOfRun> Runs, string? Remark);

/// <summary>Reads the durations in a tasks CSV: millions of rows need a number each, and not their texts.</summary>
internal sealed class TasksReader
{
    private static readonly string[] Required = ["session", "run", "task", "worker", "started_s", "ended_s", "duration_s", "status"];

    private readonly TaskRows rows;
    private readonly int[] places;
    private readonly int processPlace;
    private readonly int variantPlace;
    private readonly List<TaskDurationsOfRun> runs = [];
    private readonly Dictionary<(string Session, int Run), TaskDurationsOfRun> byNumber = [];

    // Of the row before.
    private TaskDurationsOfRun? current;
    private long task;
    private double firstStart;
    private double lastEnd;

    private TasksReader(TaskRows rows)
    {
        rows.EnsureHas(Required);
        this.rows = rows;
        places = Array.ConvertAll(Required, rows.PlaceOf);
        processPlace = rows.PlaceOf("pid");
        variantPlace = rows.PlaceOf("variant");
    }

    private enum Place
    {
        Session,
        Run,
        Task,
        Worker,
        Started,
        Ended,
        Duration,
        Status,
    }

    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    public static TasksFile Read(string path) => TaskRows.Read(path, rows => new TasksReader(rows).ReadAll());

    private TasksFile ReadAll()
    {
        var remark = rows.ForEach(Add);
        return new TasksFile(rows.Name, runs, remark);
    }

    private void Add()
    {
        var run = RunOfRow();
        var number = Whole(Place.Task);
        var isAttempt = run == current && number == task;
        (var wasCurrent, current, task) = (run == current, run, number);
        var seconds = Seconds(Place.Duration);
        if (isAttempt)
            run.Seconds[^1] += seconds ?? 0;
        else
            run.Seconds.Add(seconds ?? 0);
        Count(run);
        if (Seconds(Place.Started) is not { } started || Seconds(Place.Ended) is not { } ended)
            return;
        run.Overlaps |= wasCurrent && started < lastEnd;
        firstStart = wasCurrent && run.Seconds.Count > 1 ? Math.Min(firstStart, started) : started;
        lastEnd = wasCurrent ? Math.Max(lastEnd, ended) : ended;
        run.SpanSeconds = lastEnd - firstStart;
        if (run.FirstStart is null)
            (run.FirstStart, run.Process) = (started, rows.WholeOrNull(processPlace));
        if (!IsEmpty(Place.Worker))
            run.Workers = (int)Math.Max(run.Workers, Math.Min(int.MaxValue, Whole(Place.Worker) + 1));
    }

    private TaskDurationsOfRun RunOfRow()
    {
        var number = (int)Math.Min(int.MaxValue, Whole(Place.Run));
        if (current is not null && current.Run == number && Text(Place.Session) == current.Session)
            return current;
        var session = Text(Place.Session);
        if (!byNumber.TryGetValue((session, number), out var run))
        {
            byNumber[(session, number)] = run = new TaskDurationsOfRun(session, number) { Workers = 0, Variant = variantPlace < 0 ? "" : rows.Text(variantPlace) };
            runs.Add(run);
        }
        return run;
    }

    private void Count(TaskDurationsOfRun run)
    {
        var place = places[(int)Place.Status];
        if (rows.Is(place, "cancelled"u8))
            run.Cancelled++;
        else if (!rows.Is(place, "ok"u8))
            run.Failed++;
    }

    private bool IsEmpty(Place place) => rows.IsEmpty(places[(int)place]);

    private long Whole(Place place) => rows.Whole(places[(int)place]);

    private double? Seconds(Place place) => rows.Seconds(places[(int)place]);

    private string Text(Place place) => rows.Text(places[(int)place]);
}
