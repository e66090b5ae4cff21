using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>What a plugin in a folder is called, where no package says it: the name and the version of its assembly.</summary>
internal static class FolderIdentity
{
    public static (string Id, string Version) Of(string folder)
    {
        if (!Directory.Exists(folder))
            throw new PartimeException($"The folder {folder} does not exist: name one that a plugin was built into, such as bin/Release/net10.0.");
        var files = PluginSearch.ReadTop(folder).Where(file => file.HasPlugins).ToList();
        if (files.Count > 1)
            throw new PartimeException($"{folder} holds {files.Count} plugins ({string.Join(", ", files.Select(file => Path.GetFileName(file.Path)))}): install each from a folder of its own.");
        if (files.Count == 0)
            throw new PartimeException($"The folder {folder} has no .dll with a class marked [Workload] or [Executor]"
                + (Directory.EnumerateFiles(folder, "*.*proj").Any() ? ", as it holds a project and not what that builds: name bin/Release/net10.0 in it, or pack it with 'dotnet partime plugin pack'."
                    : ": name the folder that a plugin was built into, such as src/WordCount/bin/Release/net10.0."));
        return Read(files[0].Path);
    }

    private static (string Id, string Version) Read(string path)
    {
        var facts = AssemblyFacts.Read(path);
        var version = facts.InformationalVersion ?? facts.Version.ToString();
        if (!PluginReference.IsId(facts.Name))
            throw new PartimeException($"The assembly {path} has a name that no plugin can have: use letters, digits, dots and hyphens.");
        return (facts.Name, PluginVersion.Normalize(version)
            ?? throw new PartimeException($"The version '{version}' of {path} is none that plugins can have: set one such as 1.2.0 in its project."));
    }
}
