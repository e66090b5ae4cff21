namespace Partime.Tool.Reporting;

/// <summary>What the rows of a session say of all of it. What the file does not tell is empty.</summary>
internal sealed record RecordedSession
{
    public required string Id { get; init; }

    public required string Workload { get; init; }

    /// <summary>The workload's options in effect, with their names as the columns have them.</summary>
    public required IReadOnlyList<(string Name, string Value)> Parameters { get; init; }

    public required string Pool { get; init; }

    /// <summary>When its first run in the file began.</summary>
    public DateTimeOffset? Started { get; init; }

    public long? Seed { get; init; }

    public string Inputs { get; init; } = "";

    public string Plan { get; init; } = "";

    public string Settings { get; init; } = "";

    public string Plugins { get; init; } = "";

    /// <summary>Where it was measured.</summary>
    public string Machine { get; init; } = "";
}
