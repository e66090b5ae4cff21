using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>A lock file that the user requires: only the plugins in it are installed or run.</summary>
internal sealed class PinnedPlugins(string file)
{
    private const string Rewrite = "write the lock file again with 'dotnet partime plugin lock'";

    private readonly PluginLock plugins = new([.. LockFile.Read(file).InUse]);

    public string File => file;

    public IReadOnlyList<InstalledPlugin> Plugins => plugins.Plugins;

    public InstalledPlugin Require(string id, string version) =>
        plugins.Find(id, version) ?? throw new PartimeException(plugins.VersionsOf(id) is [var other, ..]
            ? $"{id} {version} is not in {file}, which has version {other.Version}: install that version, or {Rewrite}."
            : $"{id} is not in {file}: leave it out, or {Rewrite}.");

    /// <summary>Refuses a package with other bytes before any of it is written.</summary>
    public InstalledPlugin RequirePackage(PluginPackage package)
    {
        var pinned = Require(package.Id, package.Version);
        // A plugin from a folder has no package.
        if (pinned.Origin.PackageSha512 is { Length: > 0 } sha512 && sha512 != package.Sha512)
            throw new PartimeException($"{pinned} is not the package in {file}: its SHA-512 is {package.Sha512}, and the lock file has {sha512}. "
                + "Find out why before you trust it.");
        return pinned;
    }

    /// <summary>The plugins in the store, in the versions that are pinned.</summary>
    public IReadOnlyList<InstalledPlugin> FoundIn(PluginStore store)
    {
        var installed = store.ReadLock();
        return [.. Plugins.Select(pinned => installed.Find(pinned.Id, pinned.Version)
            ?? throw new PartimeException($"{pinned} of {file} is not installed: install the plugins of that lock file; 'dotnet partime plugin install --help' shows how."))];
    }

    /// <summary>Refuses a folder, wherever it is, whose files are not exactly those of one of these plugins.</summary>
    public void RequireFolder(PluginPath folder)
    {
        var found = PluginFiles.Of(folder.Actual);
        var differences = Plugins.Select(pinned => (Plugin: pinned, Clauses: pinned.Files.DifferencesIn(found).ToList())).ToList();
        if (differences.Exists(difference => difference.Clauses.Count == 0))
            return;

        // The user probably means the one with the fewest differences.
        var nearest = differences.Where(difference => difference.Clauses.Count < difference.Plugin.Files.All.Count).OrderBy(difference => difference.Clauses.Count)
            .Select(difference => $": compared with {difference.Plugin}, {string.Join(", ", difference.Clauses.Take(3))}").FirstOrDefault("");
        throw new PartimeException($"{folder} is not a plugin of {file}{nearest}. Use the plugins of the lock file, or {Rewrite}.");
    }
}
