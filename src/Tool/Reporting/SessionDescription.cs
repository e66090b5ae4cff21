using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What a session is before its first run.</summary>
/// <param name="StartedUtc">When it began, by the wall clock.</param>
/// <param name="ToolVersion">The version of partime's package.</param>
/// <param name="Plan">What is to be run.</param>
/// <param name="Settings">How it is measured.</param>
/// <param name="Plugins">Whose code it is.</param>
internal sealed record SessionDescription(
    DateTimeOffset StartedUtc, string ToolVersion, Plan Plan, SessionSettings Settings, IReadOnlyList<PluginReport> Plugins)
{
    /// <summary>What was typed, without secrets.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];
}
