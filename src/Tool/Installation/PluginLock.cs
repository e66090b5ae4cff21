using System.Security.Cryptography;
using System.Text;
using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>Which plugins there are, down to the hash of every file. A store has one, and <c>plugin lock</c> prints it for others to
/// install or check theirs against.</summary>
internal sealed record PluginLock(IReadOnlyList<InstalledPlugin> Plugins)
{
    public static readonly PluginLock Empty = new([]);

    public IEnumerable<InstalledPlugin> InUse => Plugins.Where(plugin => plugin.InUse);

    /// <summary>All versions of a plugin, the newest first.</summary>
    public IReadOnlyList<InstalledPlugin> VersionsOf(string id) =>
        [.. Plugins.Where(plugin => plugin.IsNamed(id)).OrderByDescending(plugin => plugin.Version, PluginVersion.Order)];

    public InstalledPlugin? Find(string id, string version) =>
        Plugins.FirstOrDefault(plugin => plugin.IsNamed(id) && plugin.Version.Equals(version, StringComparison.OrdinalIgnoreCase));

    /// <summary>The version that the user names, or all of them, the one in use first.</summary>
    /// <exception cref="PartimeException">It is not installed.</exception>
    public IReadOnlyList<InstalledPlugin> Find(PluginReference reference)
    {
        var versions = VersionsOf(reference.Id);
        if (versions.Count == 0)
            throw new PartimeException($"No plugin '{reference.Id}' is installed.{Nearest.Hint(reference.Id, Plugins.Select(plugin => plugin.Id))} "
                + "'dotnet partime plugin list' shows the installed plugins.");
        if (reference.Version is null)
            return [.. versions.OrderByDescending(plugin => plugin.InUse)];
        return Find(reference.Id, reference.Version) is { } plugin
            ? [plugin]
            : throw new PartimeException($"{versions[0].Id} {reference.Version} is not installed. Installed versions: {string.Join(", ", versions.Select(version => version.Version))}.");
    }

    /// <summary>Adds a version, or replaces the entry of the same version, and puts it in use.</summary>
    public PluginLock With(InstalledPlugin plugin) => Using(plugin, [.. Plugins.Where(other => !other.IsSameVersionAs(plugin)), plugin]);

    /// <summary>Removes a version. If it was in use, the newest of the others takes its place.</summary>
    public PluginLock Without(InstalledPlugin plugin)
    {
        var left = new PluginLock([.. Plugins.Where(other => !other.IsSameVersionAs(plugin))]);
        return plugin.InUse && left.VersionsOf(plugin.Id) is [var newest, ..] ? Using(newest, left.Plugins) : left;
    }

    /// <summary>Sorted, so that two locks of the same plugins are the same text.</summary>
    private static PluginLock Using(InstalledPlugin used, IEnumerable<InstalledPlugin> plugins) => new(
        [.. plugins
            .Select(plugin => plugin.IsNamed(used.Id) ? plugin with { InUse = plugin.IsSameVersionAs(used) } : plugin)
            .OrderBy(plugin => plugin.Id, StringComparer.OrdinalIgnoreCase)
            .ThenByDescending(plugin => plugin.Version, PluginVersion.Order)]);
}

/// <summary>A version of a plugin in the store.</summary>
internal sealed record InstalledPlugin
{
    /// <summary>The package's id, or the assembly's name if the plugin came from a folder. Case does not matter.</summary>
    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary>Whether <c>run</c> finds this version. It finds one version of each plugin.</summary>
    public required bool InUse { get; init; }

    public required PluginOrigin Origin { get; init; }

    /// <summary>The version of the contract that it was built against.</summary>
    public required string Contract { get; init; }

    public required IReadOnlyList<string> Workloads { get; init; }

    public required IReadOnlyList<string> Executors { get; init; }

    /// <summary>The assemblies that contain workloads or executors, relative to the plugin's folder.</summary>
    public required IReadOnlyList<string> Assemblies { get; init; }

    public required PluginFiles Files { get; init; }

    public bool IsNamed(string id) => Id.Equals(id, StringComparison.OrdinalIgnoreCase);

    public bool IsSameVersionAs(InstalledPlugin other) => IsNamed(other.Id) && Version.Equals(other.Version, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Id} {Version}";
}

/// <summary>Where an installed plugin came from.</summary>
/// <param name="Kind">What the place is.</param>
/// <param name="Place">The feed, without credentials, or the path.</param>
/// <param name="PackageSha512">The SHA-512 of the package in base64; empty if the plugin came from a folder.</param>
internal sealed record PluginOrigin(PluginOriginKind Kind, string Place, string PackageSha512);

internal enum PluginOriginKind
{
    Feed,
    File,
    Folder,
}

/// <summary>The files of a plugin's folder, with their hashes.</summary>
/// <param name="All">Paths relative to the folder, with <c>/</c>, in ordinal order, and the SHA-512 of each file in base64.</param>
internal sealed record PluginFiles(IReadOnlyList<(string Path, string Sha512)> All)
{
    /// <summary>One hash for the whole folder: that of all files' hashes and paths, one line per file.</summary>
    public string Sha512 => Convert.ToBase64String(SHA512.HashData(
        Encoding.UTF8.GetBytes(string.Concat(All.Select(file => $"{file.Sha512} {file.Path}\n")))));

    public static PluginFiles Of(string folder) => new(FileHashes.Of(folder));

    /// <summary>How other files differ from these, one clause per file.</summary>
    public IEnumerable<string> DifferencesIn(PluginFiles others)
    {
        var left = others.All.ToDictionary(file => file.Path, file => file.Sha512);
        foreach (var (path, sha512) in All)
            if (!left.Remove(path, out var other))
                yield return $"{path} is missing";
            else if (other != sha512)
                yield return $"{path} has been changed";
        foreach (var path in left.Keys)
            yield return $"{path} has been added";
    }
}
