namespace Partime.Tool.Execution;

/// <summary>What the user allows tasks and workers.</summary>
internal sealed record TaskRules
{
    /// <summary>How long a task may take; <see langword="null"/> for any time. Only worker processes can be stopped.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a failed task is tried again.</summary>
    public int Retries { get; init; }

    /// <summary>Whether the first task that fails for good ends the session.</summary>
    public bool FailFast { get; init; }

    /// <summary>After how many tasks a worker process makes room for a fresh one; 0 for never.</summary>
    public int MaxTasksPerWorker { get; init; }
}
