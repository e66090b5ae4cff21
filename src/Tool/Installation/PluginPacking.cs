using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>
/// Makes a package of a plugin's project. The work is done by <c>dotnet pack</c>, which the contract's package tells how; here the
/// result is opened as an installation would open it, so that no package gets around which nobody can install.
/// </summary>
/// <param name="project">The full path of the project.</param>
/// <param name="bundled">Partime's own workloads and executors, whose names are taken.</param>
internal sealed class PluginPacking(string project, PluginCatalog bundled)
{
    /// <summary>Replaces a package that is there already.</summary>
    /// <param name="outputFolder">Made if it does not exist.</param>
    /// <param name="showOutput">Told what the build has said if it failed.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    public async Task<PackedPlugin> PackAsync(string outputFolder, Action<string> showOutput, CancellationToken cancellationToken)
    {
        var output = Writable(outputFolder);
        var temporary = TemporaryPlace.Create();
        try
        {
            var built = Path.Combine(temporary.FullName, "built");
            var pack = await DotnetAsync(["pack", project, "--configuration", "Release", "--output", built, "--nologo"], cancellationToken);
            if (pack.ExitCode != 0)
            {
                showOutput(pack.Output);
                throw new PartimeException($"{project} cannot be packed: 'dotnet pack' ended with {pack.ExitCode}, and what it said is above.");
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
            // Before the build, which takes a while.
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
            0 => throw new PartimeException($"{project} makes no package, as projects of tests and those with IsPackable=false do: name the plugin's project."),
            _ => throw new PartimeException($"{project} makes {packages.Length} packages, and a plugin is one: {string.Join(", ", packages.Select(Path.GetFileName))}."),
        };
    }

    private async Task<PackedPlugin> CheckAsync(string path, string folder, CancellationToken cancellationToken)
    {
        using var package = await OpenAsync(path, cancellationToken);
        package.ExtractTo(folder);
        var files = PluginSearch.ReadTop(folder).Where(file => file.HasPlugins).ToList();
        if (files.Count == 0)
            throw new PartimeException($"{project} has no class marked [Workload] or [Executor], so its package would be of no use: write one.");
        PluginInspection.Of(folder, package.Id).RequireFree(package.Id, bundled, PluginLock.Empty);
        return new PackedPlugin(path, package.Id, package.Version, package.Files, [.. files.SelectMany(file => file.Workloads)], [.. files.SelectMany(file => file.Executors)]);
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
                ? $"{project} makes a package that nobody could install: {reason.Message}. Refer to the package Partime.Abstractions, which makes it a plugin's, and set neither PackageType nor IsPartimePlugin."
                : $"{project} is no plugin's project: it has no class marked [Workload] or [Executor]. Refer to the package Partime.Abstractions and write one.", refusal);
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

    /// <summary>In the project's folder, where the SDK's and NuGet's settings for it are.</summary>
    private Task<DotnetCommand> DotnetAsync(string[] arguments, CancellationToken cancellationToken) =>
        DotnetCommand.RunAsync(Path.GetDirectoryName(project)!, arguments, cancellationToken);
}
