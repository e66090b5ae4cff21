namespace Partime.EndToEnd.Tests;

/// <summary>A program to start. Its standard input is empty unless there is <see cref="Input"/>.</summary>
internal sealed record CommandLine(string Program, params string[] Arguments)
{
    public string Folder { get; init; } = Path.GetTempPath();

    public string Input { get; init; } = "";

    /// <summary>Variables to set, or with <see langword="null"/> to remove.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>How long it is waited for.</summary>
    public TimeSpan Limit { get; init; } = Command.Limit;

    /// <summary>As a build that uses one processor: of small projects, starting a second node takes longer than building them.</summary>
    public CommandLine OnOneProcessor() =>
        this with { Limit = Command.BuildLimit, Environment = new Dictionary<string, string?>(Environment) { ["DOTNET_PROCESSOR_COUNT"] = "1" } };

    public override string ToString() => string.Join(' ', [Program, .. Arguments]);
}
