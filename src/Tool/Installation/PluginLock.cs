namespace Partime.Tool.Installation;

/// <summary>Which plugins there are, down to the hash of every file. A store has one, and <c>plugin lock</c> prints it for others
/// to hold theirs against.</summary>
internal sealed record PluginLock(IReadOnlyList<InstalledPlugin> Plugins)
{
    public static readonly PluginLock Empty = new([]);

    public IEnumerable<InstalledPlugin> InUse => Plugins.Where(plugin => plugin.InUse);

    /// <summary>All versions of a plugin, the newest first.</summary>
    public IReadOnlyList<InstalledPlugin> VersionsOf(string id) =>
        [.. Plugins.Where(plugin => plugin.IsNamed(id)).OrderByDescending(plugin => plugin.Version, PluginVersion.Order)];

    public InstalledPlugin? Find(string id, string version) =>
        Plugins.FirstOrDefault(plugin => plugin.IsNamed(id) && plugin.Version.Equals(version, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a version, or replaces the entry of the same version, and has it in use.</summary>
    public PluginLock With(InstalledPlugin plugin) => Using(plugin, [.. Plugins.Where(other => !other.IsSameVersionAs(plugin)), plugin]);

    /// <summary>Removes a version. If it was in use, the newest of the others is from now on.</summary>
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
