namespace Partime.Tool.Execution;

/// <summary>What tasks and workers may do, and must.</summary>
internal sealed record TaskRules
{
    /// <summary>The time limit of a task; <see langword="null"/> for none. Only worker processes can be stopped.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a failed task is retried.</summary>
    public int Retries { get; init; }

    /// <summary>Whether the first task that fails all its attempts ends the session.</summary>
    public bool FailFast { get; init; }

    /// <summary>After how many tasks a worker process is replaced; 0 for never.</summary>
    public int MaxTasksPerWorker { get; init; }

    /// <summary>How many tasks each worker of a warm pool runs before its first run. Nothing records them.</summary>
    public int WarmTasks { get; init; }
}
