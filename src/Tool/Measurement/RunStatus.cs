namespace Partime.Tool.Measurement;

/// <summary>How a run ended.</summary>
internal enum RunStatus
{
    /// <summary>Every task is ok.</summary>
    Ok,

    /// <summary>Some tasks failed.</summary>
    Failed,

    /// <summary>The session was interrupted during this run.</summary>
    Cancelled,

    /// <summary>The executor failed, or left tasks undone.</summary>
    Error,
}
