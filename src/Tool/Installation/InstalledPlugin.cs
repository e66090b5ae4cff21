namespace Partime.Tool.Installation;

/// <summary>A version of a plugin in the store.</summary>
internal sealed record InstalledPlugin
{
    /// <summary>The package's id, or the assembly's name if it came from a folder. Upper and lower case are the same.</summary>
    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary>Whether this is the version that <c>run</c> finds. One version of each plugin is.</summary>
    public required bool InUse { get; init; }

    /// <summary>Where it came from: a feed, a file or a folder.</summary>
    public required PluginOrigin Origin { get; init; }

    /// <summary>The version of the contract that it was built against.</summary>
    public required string Contract { get; init; }

    public required IReadOnlyList<string> Workloads { get; init; }

    public required IReadOnlyList<string> Executors { get; init; }

    /// <summary>The assemblies with workloads and executors in them, relative to the plugin's folder.</summary>
    public required IReadOnlyList<string> Assemblies { get; init; }

    public required PluginFiles Files { get; init; }

    public bool IsNamed(string id) => Id.Equals(id, StringComparison.OrdinalIgnoreCase);

    public bool IsSameVersionAs(InstalledPlugin other) => IsNamed(other.Id) && Version.Equals(other.Version, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Id} {Version}";
}
