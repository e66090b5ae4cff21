namespace Partime.Tool.Installation;

/// <summary>Finds installed plugins by the names that users type.</summary>
internal static class InstalledNames
{
    /// <summary>The version asked for, or all of them, the one in use first.</summary>
    public static IReadOnlyList<InstalledPlugin> Find(PluginLock installed, PluginReference reference)
    {
        var versions = installed.VersionsOf(reference.Id);
        if (versions.Count == 0)
            throw new PartimeException($"No plugin '{reference.Id}' is installed.{Nearest.Hint(reference.Id, installed.Plugins.Select(plugin => plugin.Id))} "
                + "'dotnet partime plugin list' shows what is.");
        if (reference.Version is null)
            return [.. versions.OrderByDescending(plugin => plugin.InUse)];
        return installed.Find(reference.Id, reference.Version) is { } plugin
            ? [plugin]
            : throw new PartimeException($"{versions[0].Id} {reference.Version} is not installed; installed are: {string.Join(", ", versions.Select(version => version.Version))}.");
    }
}
