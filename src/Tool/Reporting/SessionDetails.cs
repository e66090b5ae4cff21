using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What only the JSON document tells of a session.</summary>
internal sealed record SessionDetails
{
    /// <summary>The version of partime's package.</summary>
    public required string ToolVersion { get; init; }

    public required Plan Plan { get; init; }

    public Machine? Machine { get; init; }

    public IReadOnlyList<PluginReport> Plugins { get; init; } = [];

    /// <summary>What was typed, with secrets hidden.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];
}
