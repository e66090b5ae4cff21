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

    /// <summary>As a build of small projects: on one processor, as starting a second node takes longer than building them, and with what build.sh
    /// sets for its compiler.</summary>
    public CommandLine AsBuild() => this with
    {
        Limit = Command.BuildLimit,
        Environment = new Dictionary<string, string?>(Environment)
        {
            ["DOTNET_PROCESSOR_COUNT"] = "1",
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_GCgen0size"] = "0x8000000",
        },
    };

    public override string ToString() => string.Join(' ', [Program, .. Arguments]);
}
