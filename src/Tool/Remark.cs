namespace Partime.Tool;

/// <summary>What a reader of a session's numbers must know. It goes to the files and to standard error.</summary>
/// <param name="Text">A sentence.</param>
/// <param name="Executor">The executor whose runs it is about; <see langword="null"/> for all runs.</param>
internal sealed record Remark(string Text, string? Executor = null)
{
    public bool IsAbout(string executor) => Executor is null || Executor == executor;
}
