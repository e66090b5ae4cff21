namespace Partime.Tool.Reporting;

/// <summary>An assembly whose code took part in a session, as the files show it.</summary>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="Origin"><c>tool</c> for partime itself, <c>bundled</c> for what came with it, <c>installed</c> for what was installed, <c>named</c> for what the user named.</param>
/// <param name="File">Where it is.</param>
internal sealed record PluginReport(string Name, string Origin, string File)
{
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
