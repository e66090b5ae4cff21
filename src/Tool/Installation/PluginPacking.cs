using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>
/// Makes a package of a plugin's project. <c>dotnet pack</c> does the work, with the build files of the contract's package. The result
/// is then checked as an installation checks it, so that every package can be installed.
/// </summary>
/// <param name="project">The full path of the project.</param>
/// <param name="bundled">Partime's own workloads and executors, whose names are taken.</param>
internal sealed class PluginPacking(string project, PluginCatalog bundled)
{
    /// <summary>Runs a command of the SDK in a folder. Tests set one that needs no build.</summary>
    public Func<string, IEnumerable<string>, CancellationToken, Task<DotnetCommand>> Dotnet { get; init; } = DotnetCommand.RunAsync;

    /// <summary>Replaces an existing package.</summary>
    /// <param name="outputFolder">Created if it does not exist.</param>
    /// <param name="showOutput">Receives the output of a failed build.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    public async Task<PackedPlugin> PackAsync(string outputFolder, Action<string> showOutput, CancellationToken cancellationToken)
    {
        var output = Writable(outputFolder);
        var temporary = Folders.CreateTemporary();
        try
        {
            var built = Path.Combine(temporary.FullName, "built");
            var pack = await DotnetAsync(["pack", project, "--configuration", "Release", "--output", built, "--nologo"], cancellationToken);
            if (pack.ExitCode != 0)
            {
                showOutput(pack.Output);
                throw new PartimeException($"{project} cannot be packed: 'dotnet pack' ended with exit code {pack.ExitCode}; its output is above.");
            }
            var plugin = await CheckAsync(PackageIn(built), Path.Combine(temporary.FullName, "unpacked"), cancellationToken);
            return Publish(plugin, output);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static string Writable(string folder)
    {
        var full = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(full);
            // Before the build, which takes seconds.
            File.Create(Path.Combine(full, $".partime-{Environment.ProcessId}"), 1, FileOptions.DeleteOnClose).Dispose();
            return full;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"The package cannot be written into {full}: {exception.Message}", exception);
        }
    }

    private string PackageIn(string folder)
    {
        var packages = Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.nupkg").Where(path => !path.EndsWith(".symbols.nupkg", StringComparison.OrdinalIgnoreCase)).ToArray()
            : [];
        return packages.Length switch
        {
            1 => packages[0],
            0 => throw new PartimeException($"{project} makes no package; test projects and projects with IsPackable=false make none: name the plugin's project."),
            _ => throw new PartimeException($"{project} makes {packages.Length} packages, and a plugin is a single one: {string.Join(", ", packages.Select(Path.GetFileName))}."),
        };
    }

    private async Task<PackedPlugin> CheckAsync(string path, string folder, CancellationToken cancellationToken)
    {
        using var package = await OpenAsync(path, cancellationToken);
        package.ExtractTo(folder);
        var files = PluginSearch.ReadTop(folder).Where(file => file.HasPlugins).ToList();
        if (files.Count == 0)
            throw new PartimeException($"{project} has no class marked [Workload] or [Executor], so its package would be useless: write such a class.");
        var inspection = PluginInspection.Of(folder, package.Id);
        inspection.RequireFreeNames(package.Id, bundled, PluginLock.Empty);
        return new PackedPlugin(path, package.Id, package.Version, package.Files, [.. files.SelectMany(file => file.Workloads)], [.. files.SelectMany(file => file.Executors)], inspection.Mistakes);
    }

    private async Task<PluginPackage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return PluginPackage.Open(path);
        }
        catch (PartimeException refusal) when (refusal.InnerException is InvalidDataException reason)
        {
            throw new PartimeException(await HasPluginsAsync(cancellationToken)
                ? $"{project} makes a package that cannot be installed: {reason.Message}. Reference the package Partime.Abstractions, which makes it a plugin's package, and set neither PackageType nor IsPartimePlugin."
                : $"{project} is not a plugin's project: it has no class marked [Workload] or [Executor]. Reference the package Partime.Abstractions and write such a class.", refusal);
        }
    }

    private async Task<bool> HasPluginsAsync(CancellationToken cancellationToken)
    {
        var asked = await DotnetAsync(["msbuild", project, "-getProperty:TargetPath", "-property:Configuration=Release", "-nologo"], cancellationToken);
        var assembly = asked.Output.Trim();
        return asked.ExitCode == 0 && File.Exists(assembly) && PluginFile.Read(assembly) is { HasPlugins: true };
    }

    private static PackedPlugin Publish(PackedPlugin plugin, string folder)
    {
        var path = Path.Combine(folder, Path.GetFileName(plugin.Path));
        try
        {
            File.Move(plugin.Path, path, overwrite: true);
            return plugin with { Path = path };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Runs in the project's folder, so that the SDK's and NuGet's settings for it apply.</summary>
    private Task<DotnetCommand> DotnetAsync(string[] arguments, CancellationToken cancellationToken) =>
        Dotnet(Path.GetDirectoryName(project)!, arguments, cancellationToken);
}

/// <summary>A package of a plugin that others can install.</summary>
internal sealed record PackedPlugin(string Path, string Id, string Version, IReadOnlyList<string> Files, IReadOnlyList<WorkloadInfo> Workloads, IReadOnlyList<ExecutorInfo> Executors, IReadOnlyList<PluginMistake> Mistakes);

/// <summary>Finds the project that a path names.</summary>
internal static class PluginProject
{
    /// <param name="path">A project, or a folder that contains one.</param>
    /// <returns>The full path of the project.</returns>
    public static string Find(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return FindIn(full);
        if (!File.Exists(full))
            throw new PartimeException($"The project {full} does not exist: name a project or the folder that contains it.");
        return Path.GetExtension(full) switch
        {
            ".csproj" or ".fsproj" or ".vbproj" => full,
            ".sln" or ".slnx" => throw new PartimeException($"{full} is a solution: name the plugin's project in it{Examples(Path.GetDirectoryName(full)!)}."),
            _ => throw new PartimeException($"{full} is not a project: name a .csproj, .fsproj or .vbproj, or the folder that contains it."),
        };
    }

    private static string FindIn(string folder)
    {
        var projects = Projects(folder, depth: 0);
        return projects.Count switch
        {
            1 => projects[0],
            0 => throw new PartimeException($"There is no project in {folder}: name the plugin's project or the folder that contains it{Examples(folder)}."),
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
