namespace Partime.Tool.Installation;

/// <summary>Finds the project that somebody means by a path.</summary>
internal static class PluginProject
{
    /// <param name="path">A project or the folder that it is in.</param>
    /// <returns>The full path of the project.</returns>
    public static string Find(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return FindIn(full);
        if (!File.Exists(full))
            throw new PartimeException($"There is no project {full}: name a project or the folder that it is in.");
        return Path.GetExtension(full) switch
        {
            ".csproj" or ".fsproj" or ".vbproj" => full,
            ".sln" or ".slnx" => throw new PartimeException($"{full} is a solution: name the plugin's project in it{Examples(Path.GetDirectoryName(full)!)}."),
            _ => throw new PartimeException($"{full} is no project: name a .csproj, .fsproj or .vbproj, or the folder that it is in."),
        };
    }

    private static string FindIn(string folder)
    {
        var projects = Projects(folder, depth: 0);
        return projects.Count switch
        {
            1 => projects[0],
            0 => throw new PartimeException($"There is no project in {folder}: name the plugin's project or the folder that it is in{Examples(folder)}."),
            _ => throw new PartimeException($"There are several projects in {folder}: name one of {string.Join(", ", projects.Select(Path.GetFileName))}."),
        };
    }

    /// <summary>Projects are often two levels down, in <c>src/Name</c>.</summary>
    private static string Examples(string folder)
    {
        var projects = Projects(folder, depth: 2).Select(project => Path.GetRelativePath(folder, project)).Take(3).ToList();
        return projects.Count > 0 ? $", such as {string.Join(", ", projects)}" : "";
    }

    private static List<string> Projects(string folder, int depth)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = depth > 0, MaxRecursionDepth = depth, IgnoreInaccessible = true };
        return [.. Directory.EnumerateFiles(folder, "*.??proj", options).Order(StringComparer.Ordinal)];
    }
}
