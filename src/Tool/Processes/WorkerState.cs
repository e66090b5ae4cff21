namespace Partime.Tool.Processes;

/// <summary>Where a worker process is in its life.</summary>
internal enum WorkerState
{
    /// <summary>The runtime starts, the workload is loaded.</summary>
    Starting,

    /// <summary>Ready, with nothing to do.</summary>
    Idle,

    /// <summary>Claims and runs tasks.</summary>
    Working,

    /// <summary>Told to end.</summary>
    Leaving,

    /// <summary>Dead and buried.</summary>
    Gone,
}

/// <summary>Why the supervisor killed a worker.</summary>
internal enum KillReason
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>Its task took longer than allowed and did not heed the cancellation.</summary>
    Timeout,

    /// <summary>The session was interrupted and its task did not heed the cancellation.</summary>
    Interruption,

    /// <summary>It could not be reached any more.</summary>
    Disconnected,

    /// <summary>It is not needed any more.</summary>
    End,
}
