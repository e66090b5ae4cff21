namespace Partime;

/// <summary>Why a task has no result.</summary>
/// <param name="Type">The full name of the exception's type, or a word for what else happened.</param>
/// <param name="Message">What was wrong, for a person to read.</param>
public sealed record TaskFault(string Type, string Message)
{
    /// <summary>Where it went wrong, such as a stack trace; <see langword="null"/> if nobody knows, or if no file is written that would
    /// show it.</summary>
    public string? Detail { get; init; }
}
