using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>How tasks are given to workers.</summary>
internal enum ScheduleKind
{
    /// <summary>Each worker has its share before the first task starts: one block of consecutive tasks, all blocks equally long.</summary>
    Static,

    /// <summary>A worker that is free claims the next chunk: what partime's executors do.</summary>
    Dynamic,

    /// <summary>The same with chunks that shrink: the tasks that are left, divided by the workers (Polychronopoulos and Kuck 1987).</summary>
    Guided,

    /// <summary>A worker that is free takes the longest task that is left (Graham 1969). It needs the durations in advance.</summary>
    LongestFirst,
}

/// <summary>A schedule, and how long it takes for tasks whose durations are known. Starting, claiming and ending take no time here, and tasks do not
/// slow one another down.</summary>
/// <param name="Kind">How tasks are given to workers.</param>
/// <param name="Chunks">How many consecutive tasks a worker claims at once, where it claims.</param>
internal sealed record Schedule(ScheduleKind Kind, ChunkSpec? Chunks = null)
{
    /// <summary>How partime's executors work by default.</summary>
    public static readonly Schedule TaskByTask = new(ScheduleKind.Dynamic, ChunkSpec.Default);

    public static readonly Schedule LongestFirst = new(ScheduleKind.LongestFirst);

    /// <summary>The known schedules, with claims of these chunk sizes besides single tasks.</summary>
    public static IReadOnlyList<Schedule> All(IEnumerable<ChunkSpec> chunks) =>
    [
        new(ScheduleKind.Static),
        TaskByTask,
        .. chunks.Where(spec => spec != ChunkSpec.Default).Distinct().Select(spec => new Schedule(ScheduleKind.Dynamic, spec)),
        new(ScheduleKind.Guided),
        LongestFirst,
    ];

    /// <summary><see langword="null"/> for a schedule whose chunks have no common size.</summary>
    public ChunkSize? ChunkSizeFor(long tasks, int workers) => Chunks?.For(tasks, workers);

    /// <summary>When the last worker is free, in seconds since the first could start.</summary>
    public double Makespan(TaskDurations tasks, int workers) => Kind switch
    {
        _ when tasks.Count == 0 => 0,
        ScheduleKind.Static => Blocks(tasks, workers),
        ScheduleKind.Guided => Guided(tasks, workers),
        ScheduleKind.LongestFirst => OneByOne(tasks.LongestFirst, workers),
        _ => ChunkSizeFor(tasks.Count, workers)!.Value.Number switch
        {
            null => Automatic(tasks, workers),
            1 => OneByOne(tasks.Seconds, workers),
            var size => Chunked(tasks, workers, size.Value),
        },
    };

    private static double Blocks(TaskDurations tasks, int workers)
    {
        var longest = 0.0;
        for (long worker = 0, start = 0; worker < workers; worker++)
        {
            var end = tasks.Count * (worker + 1) / workers;
            longest = Math.Max(longest, tasks.Between((int)start, (int)end));
            start = end;
        }
        return longest;
    }

    private static double OneByOne(double[] seconds, int workers)
    {
        var free = new FreeWorkers(Math.Min(workers, seconds.Length));
        foreach (var duration in seconds)
            free.Work(duration);
        return free.LastFreeAt;
    }

    private static double Chunked(TaskDurations tasks, int workers, int size)
    {
        var free = new FreeWorkers(Math.Min(workers, tasks.Count));
        for (int start = 0, end; start < tasks.Count; start = end)
            free.Work(tasks.Between(start, end = (int)Math.Min(tasks.Count, (long)start + size)));
        return free.LastFreeAt;
    }

    private static double Guided(TaskDurations tasks, int workers)
    {
        var free = new FreeWorkers(Math.Min(workers, tasks.Count));
        for (int start = 0, end; start < tasks.Count; start = end)
            free.Work(tasks.Between(start, end = start + (int)((tasks.Count - start + workers - 1L) / workers)));
        return free.LastFreeAt;
    }

    private static double Automatic(TaskDurations tasks, int workers)
    {
        var free = new FreeWorkers(workers);
        var chunks = new AdaptiveChunks(workers);
        for (int start = 0, end; start < tasks.Count; start = end)
        {
            end = start + chunks.Next(free.First, tasks.Count - start);
            var seconds = tasks.Between(start, end);
            chunks.Ended(free.First, end - start, seconds);
            free.Work(seconds);
        }
        return free.LastFreeAt;
    }
}
