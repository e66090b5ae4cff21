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

    /// <summary>They join before and between runs; <see langword="null"/> for executors without nodes.</summary>
    public SessionNodes? Nodes { get; init; }

    public IReadOnlyList<PluginDetails> Plugins { get; init; } = [];

    /// <summary>What was typed, with secrets hidden.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];
}

/// <summary>An assembly whose code took part in a session.</summary>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="Origin"><c>tool</c> for partime itself, <c>bundled</c> for a plugin that came with it, <c>installed</c> for an installed one, <c>named</c> for one that the user named.</param>
/// <param name="File">Its path.</param>
internal sealed record PluginDetails(string Name, string Origin, string File)
{
    /// <summary>The folder that its code is loaded from.</summary>
    public string LoadFolder { get; init; } = "";

    public required string Version { get; init; }

    public string? InformationalVersion { get; init; }

    /// <summary>The version of the contract that it was built against.</summary>
    public string? Contract { get; init; }

    /// <summary>As compilers write it.</summary>
    public string? TargetFramework { get; init; }

    public bool IsUnoptimized { get; init; }

    /// <summary>The session's workload, if it is in this assembly.</summary>
    public string? Workload { get; init; }

    /// <summary>The session's executors that are in this assembly.</summary>
    public IReadOnlyList<string> Executors { get; init; } = [];

    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The SHA-512, in base64, of each file in its folder.</summary>
    public IReadOnlyList<(string Path, string Sha512)> Files { get; init; } = [];
}
