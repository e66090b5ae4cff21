namespace Partime.Tool.Analysis;

/// <summary>The durations of the tasks of one run, as the tasks CSV has them.</summary>
/// <param name="Session">The id of its session.</param>
/// <param name="Run">Its number in the session.</param>
internal sealed record TaskDurationsOfRun(string Session, int Run)
{
    /// <summary>Task by task, all attempts at one summed up. A task that never started took no time.</summary>
    public List<double> Seconds { get; } = [];

    /// <summary>How many workers ran tasks.</summary>
    public required int Workers { get; set; }

    /// <summary>Of a session of several; otherwise empty.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Whether a task started before the one before it had ended.</summary>
    public bool Overlaps { get; set; }

    public int Failed { get; set; }

    public int Cancelled { get; set; }

    /// <summary>From the start of the first task to the end of the last.</summary>
    public double SpanSeconds { get; set; }

    /// <summary>The process of its first task; <see langword="null"/> if it is not known.</summary>
    public long? Process { get; set; }

    /// <summary>When its first task started, since the start of the run.</summary>
    public double? FirstStart { get; set; }

    public bool IsSerial => Workers <= 1 && !Overlaps;
}

/// <summary>The rounds of a file that predictions are made from, and what is doubtful about them.</summary>
internal sealed record SerialLog(IReadOnlyList<TaskDurationsOfRun> Rounds)
{
    /// <summary>Until its first task starts; a worker process takes longer to start.</summary>
    private const double MaxStartInProcess = 0.001;

    /// <summary>Runs without rows of interrupted tasks, if there are others with some.</summary>
    public int LeftOut { get; init; }

    public string Session => Rounds[0].Session;

    public int Workers => Rounds[0].Workers;

    public bool IsSerial => Rounds[0].IsSerial;

    public int Tasks => Rounds[0].Seconds.Count;

    public int Failed => Rounds.Max(round => round.Failed);

    public int Cancelled => Rounds.Max(round => round.Cancelled);

    /// <summary>The part of the serial runs that was spent between tasks, as the smallest of all rounds.</summary>
    public double BetweenTasks => Rounds.Min(round => round.SpanSeconds > 0 ? 1 - (round.Seconds.Sum() / round.SpanSeconds) : 0);

    /// <param name="name">The name of the file.</param>
    /// <param name="runs">All runs in it.</param>
    /// <param name="session">The session to choose; <see langword="null"/> if there should be only one.</param>
    /// <exception cref="PartimeException">Which runs to choose is not clear, or there are none.</exception>
    public static SerialLog Choose(string name, IReadOnlyList<TaskDurationsOfRun> runs, string? session)
    {
        if (session is not null && !runs.Any(run => run.Session == session))
            throw new PartimeException($"{name} has no session '{session}'. Its sessions: {string.Join(", ", runs.Select(run => run.Session).Distinct())}.");
        var own = runs.Where(run => session is null || run.Session == session).ToList();
        var serial = own.Where(run => run.IsSerial).ToList();
        // The fewer workers, the less they cost one another.
        var fewest = own.Count == 0 ? 0 : own.Min(run => run.Workers);
        var candidates = OfOneKind(serial.Count > 0 ? serial : own.Where(run => run.Workers == fewest).ToList());
        var whole = candidates.Where(run => run.Cancelled == 0).ToList();
        var chosen = whole.Count > 0 ? whole : candidates.Take(1).ToList();
        if (chosen.Count == 0 || chosen[0].Seconds.Count == 0)
            throw new PartimeException($"{name} has no rows of tasks. Name a tasks CSV that 'run' has written.");
        var sessions = chosen.Select(run => run.Session).Distinct().ToList();
        if (sessions.Count > 1)
            throw new PartimeException($"{name} has runs of {sessions.Count} sessions, which may have had different work: choose one of {string.Join(", ", sessions)}.");
        var variants = chosen.Select(run => run.Variant).Distinct().ToList();
        if (variants.Count > 1)
            throw new PartimeException($"{name} has tasks of {variants.Count} variants, whose times are not those of one workload: {string.Join(", ", variants)}. Measure one of them alone, and predict from that.");
        if (chosen.Find(run => run.Seconds.Count != chosen[0].Seconds.Count) is { } other)
            throw new PartimeException($"{name} has {chosen[0].Seconds.Count:N0} tasks in run {chosen[0].Run} and {other.Seconds.Count:N0} in run {other.Run} of the same session: rows are missing or doubled. Name the file as 'run' has written it.");
        return new SerialLog(chosen) { LeftOut = candidates.Count - chosen.Count };
    }

    /// <summary>The runs in one process, if there are any: worker processes have their code compiled again, and their tasks take longer.</summary>
    private static List<TaskDurationsOfRun> OfOneKind(List<TaskDurationsOfRun> runs)
    {
        if (runs.MinBy(run => run.FirstStart ?? double.MaxValue) is not { Process: { } process, Session: var session })
            return runs;
        var together = runs.Where(run => run.Process == process || run.Session != session).ToList();
        if (together.Count(run => run.Process == process) > 1)
            return together;
        // Processes of a single run each: of 'serial' in a single round, or of isolated runs, or of worker processes.
        var inProcess = runs.Where(run => run.FirstStart <= MaxStartInProcess || run.Session != session).ToList();
        return inProcess.Exists(run => run.Session == session) ? inProcess : runs;
    }
}
