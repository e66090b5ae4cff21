namespace Partime;

/// <summary>How a task ended. Every task ends with exactly one verdict.</summary>
public enum Verdict : byte
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>It returned a result.</summary>
    Ok,

    /// <summary>It threw an exception.</summary>
    Error,

    /// <summary>Its worker died.</summary>
    Crashed,

    /// <summary>It took longer than allowed and was stopped.</summary>
    Timeout,

    /// <summary>It was interrupted, or never started because the session was, because the executor failed, or because a task had failed
    /// and <c>--fail-fast</c> was given.</summary>
    Cancelled,
}
