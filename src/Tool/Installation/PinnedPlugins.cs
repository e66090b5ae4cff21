namespace Partime.Tool.Installation;

/// <summary>A lock file that somebody demands: what does not stand in it is neither installed nor run.</summary>
internal sealed class PinnedPlugins(string file)
{
    private readonly PluginLock plugins = new([.. LockFile.Read(file).InUse]);

    public string File => file;

    public IReadOnlyList<InstalledPlugin> Plugins => plugins.Plugins;

    public InstalledPlugin Require(string id, string version) =>
        plugins.Find(id, version) ?? throw new PartimeException(plugins.VersionsOf(id) is [var other, ..]
            ? $"{id} {version} is not in {file}, which names {other.Version}: install that one, or write the lock file anew with 'dotnet partime plugin lock'."
            : $"{id} is not in {file}: leave it out, or write the lock file anew with 'dotnet partime plugin lock'.");

    /// <summary>Refuses a package with other bytes before anything of it is written.</summary>
    public InstalledPlugin RequirePackage(PluginPackage package)
    {
        var pinned = Require(package.Id, package.Version);
        // A folder had none.
        if (pinned.Origin.PackageSha512 is { Length: > 0 } sha512 && sha512 != package.Sha512)
            throw new PartimeException($"{pinned} is another package than the one in {file}: its SHA-512 is {package.Sha512}, and there it is {sha512}. "
                + "Find out why before you trust it.");
        return pinned;
    }

    /// <summary>The plugins in the store, in the versions that are pinned.</summary>
    public IReadOnlyList<InstalledPlugin> FoundIn(PluginStore store)
    {
        var installed = store.ReadLock();
        return [.. Plugins.Select(pinned => installed.Find(pinned.Id, pinned.Version)
            ?? throw new PartimeException($"{pinned} of {file} is not installed: run 'dotnet partime plugin install --plugin-lock {file}'."))];
    }

    /// <summary>Refuses a folder with anything else in it than one of these plugins, wherever it is.</summary>
    public void RequireFolder(string folder)
    {
        var found = PluginFiles.Of(folder);
        var differences = Plugins.Select(pinned => (pinned, pinned.Files.DifferencesIn(found).ToList())).ToList();
        if (differences.Exists(difference => difference.Item2.Count == 0))
            return;

        // The one it was meant to be is the one with the fewest differences.
        var nearest = differences.Where(difference => difference.Item2.Count < difference.pinned.Files.All.Count).OrderBy(difference => difference.Item2.Count)
            .Select(difference => $": of {difference.pinned}, {string.Join(", ", difference.Item2.Take(3))}").FirstOrDefault("");
        throw new PartimeException($"{folder} holds no plugin of {file}{nearest}."
            + " Install what the file names, or write it anew with 'dotnet partime plugin lock'.");
    }
}
