using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>A folder that a plugin was built into, as something to install.</summary>
internal static class PluginFolder
{
    /// <summary>The name and the version of the plugin's assembly.</summary>
    public static (string Id, string Version) IdentityOf(string folder)
    {
        if (!Directory.Exists(folder))
            throw new PartimeException($"The folder {folder} does not exist: name a folder that a plugin was built into, such as bin/Release/net10.0.");
        var files = PluginSearch.ReadTop(folder).Where(file => file.HasPlugins).ToList();
        if (files.Count > 1)
            throw new PartimeException($"{folder} contains {files.Count} plugins ({string.Join(", ", files.Select(file => file.Path.Name))}): install each from a folder of its own.");
        if (files.Count == 0)
            throw new PartimeException($"The folder {folder} has no .dll with a class marked [Workload] or [Executor]"
                + (PluginSearch.HasProject(folder) ? " and contains a project: name bin/Release/net10.0 in it, or pack it with 'dotnet partime plugin pack'."
                    : PluginSearch.UnmarkedIn(folder) is { } unmarked ? $". {unmarked}"
                    : ": name the folder that a plugin was built into, such as src/WordCount/bin/Release/net10.0."));

        var facts = AssemblyFacts.Read(files[0].Path);
        var version = facts.InformationalVersion ?? facts.Version.ToString();
        if (!PluginReference.IsId(facts.Name))
            throw new PartimeException($"The name of the assembly {files[0].Path} is not valid for a plugin: use letters, digits, dots and hyphens.");
        return (facts.Name, PluginVersion.Normalize(version)
            ?? throw new PartimeException($"The version '{version}' of {files[0].Path} is not valid for a plugin: set one such as 1.2.0 in its project."));
    }

    /// <summary>Copies a folder and the folders in it. The limits of a package apply, so that a home folder named by mistake is not copied
    /// as a whole.</summary>
    /// <param name="from">The folder to copy.</param>
    /// <param name="to">An empty folder.</param>
    /// <param name="cancellationToken">Checked before each file.</param>
    public static void Copy(string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            var (bytes, entries) = (0L, 0);
            Copy(new DirectoryInfo(from), to);

            void Copy(DirectoryInfo folder, string target)
            {
                foreach (var entry in folder.EnumerateFileSystemInfos())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (++entries > PackageLimits.Entries)
                        throw TooMuch($"{PackageLimits.Entries:N0} files");
                    if (entry.LinkTarget is not null)
                        throw new PartimeException($"{entry.FullName} is a link, and its target may change after the installation: replace it by the file.");
                    var path = Path.Combine(target, entry.Name);
                    if (entry is not FileInfo file)
                        Copy((DirectoryInfo)entry, Directory.CreateDirectory(path).FullName);
                    else if ((bytes += file.Length) > PackageLimits.Bytes)
                        throw TooMuch($"{PackageLimits.Bytes >> 20} MiB");
                    else if (file.Length > 0)
                        file.CopyTo(path);
                    else
                        // Pipes and devices have the length 0 too, and reading one may never end.
                        File.Create(path).Dispose();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{from} cannot be installed: {exception.Message}", exception);
        }

        PartimeException TooMuch(string what) =>
            new($"{from} contains more than {what}, which is too much for a plugin: name the folder that the plugin was built into.");
    }
}

/// <summary>What a folder offers as a plugin, read from metadata: none of its code runs.</summary>
/// <param name="Assemblies">The assemblies that contain workloads or executors, relative to the folder.</param>
/// <param name="Contract">The newest contract that one of them was built against.</param>
/// <param name="Mistakes">What the author did not mean.</param>
internal sealed record PluginInspection(
    IReadOnlyList<string> Assemblies, IReadOnlyList<string> Workloads, IReadOnlyList<string> Executors, Version Contract, IReadOnlyList<PluginMistake> Mistakes)
{
    /// <param name="folder">The folder with the plugin's files.</param>
    /// <param name="shown">The folder's name in messages: the user does not know the temporary folders of an installation.</param>
    public static PluginInspection Of(string folder, string shown)
    {
        var files = PluginSearch.ReadTop(folder, shown).Where(file => file.HasPlugins).ToList();
        if (files.Count == 0)
            throw new PartimeException($"{shown} has no .dll with a class marked [Workload] or [Executor]: "
                + "install a folder that a plugin was built into, or a package made by 'dotnet partime plugin pack'.");

        foreach (var file in files)
            PluginDependencies.Of(file.Path);
        return new PluginInspection(
            [.. files.Select(file => file.Path.Name)],
            [.. files.SelectMany(file => file.Workloads).Select(workload => workload.Name).Order(StringComparer.Ordinal)],
            [.. files.SelectMany(file => file.Executors).Select(executor => executor.Name).Order(StringComparer.Ordinal)],
            files.Max(file => AssemblyFacts.Read(file.Path).Contract)!,
            [.. files.SelectMany(PluginMistakes.In)]);
    }

    /// <summary>Refuses names that are already taken: a name must stand for one workload or executor.</summary>
    public void RequireFreeNames(string id, PluginCatalog bundled, PluginLock installed)
    {
        var others = installed.InUse.Where(plugin => !plugin.IsNamed(id)).ToList();
        Require("workload", Workloads, bundled.Workloads.Select(workload => workload.Name), plugin => plugin.Workloads);
        Require("executor", Executors, bundled.Executors.Select(executor => executor.Name), plugin => plugin.Executors);

        void Require(string kind, IReadOnlyList<string> names, IEnumerable<string> ofPartime, Func<InstalledPlugin, IReadOnlyList<string>> namesOf)
        {
            if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new PartimeException($"{id} has two {kind}s named '{twice.Key}': its author must rename one.");
            if (names.Intersect(ofPartime).FirstOrDefault() is { } taken)
                throw new PartimeException($"{id} has the {kind} '{taken}', which is also a name of partime's own: its author must rename it.");
            foreach (var other in others)
                if (names.Intersect(namesOf(other)).FirstOrDefault() is { } same)
                    throw new PartimeException($"{id} has the {kind} '{same}', and so has the installed plugin {other}: remove that with 'dotnet partime plugin remove {other.Id}', or rename one.");
        }
    }
}
