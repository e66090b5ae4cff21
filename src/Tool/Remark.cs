namespace Partime.Tool;

/// <summary>What somebody has to know who reads the numbers of a session. Whoever finds it out hands it on, and it stands in the
/// files and on standard error.</summary>
/// <param name="Text">A sentence.</param>
/// <param name="Executor">The executor whose runs it is about; <see langword="null"/> if it is about all of them.</param>
internal sealed record Remark(string Text, string? Executor = null)
{
    public bool IsAbout(string executor) => Executor is null || Executor == executor;
}
