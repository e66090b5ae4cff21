using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Partime.EndToEnd.Tests.Installation;

/// <summary>Authors make packages of their projects.</summary>
[Collection(nameof(PluginProjects))]
public sealed class PackTests(PluginProjects projects, InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Fact]
    public async Task APluginsProjectBecomesAPackageThatReplacesAnEarlierOneAndCanBeInstalled()
    {
        projects.Author.Write("packages/Readme.1.0.0.nupkg", "an earlier one");
        var package = Path.Combine(projects.Author.Folder, "packages/Readme.1.0.0.nupkg");

        var result = (await Command.RunAsync(Line("Readme", "-o", "packages"))).ShouldExitWith(0);

        Assert.Contains($"Readme 1.0.0 is packed: {package}\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("Readme.dll", result.Output, StringComparison.Ordinal);
        Assert.Contains("word-count", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
        Assert.Equal([package], Directory.GetFileSystemEntries(Path.GetDirectoryName(package)!));
        using var archive = ZipFile.OpenRead(package);
        Assert.Equal(["plugin/Readme.deps.json", "plugin/Readme.dll", "plugin/Readme.runtimeconfig.json"], archive.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("plugin/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        await projects.Author.TypeAsync($"dotnet partime plugin install {package}");
        var run = await projects.Author.TypeAsync("dotnet partime run word-count -i Readme/Readme.csproj -e serial --tasks-csv -");
        Assert.Equal("ok", Assert.Single(Csv.Parse(run.Output))["status"]);
    }

    /// <summary>Other refusals are tested without a build, in PluginPackingTests.</summary>
    [Fact]
    public async Task AProjectThatMakesNoPluginIsAnsweredByOneSentence()
    {
        var result = (await Command.RunAsync(Line("Library"))).ShouldExitWith(1);

        Assert.Contains("but not a partime plugin: it is a library. Reference the package Partime.Abstractions", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("partime: ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Empty(result.Output);
        Assert.Empty(Directory.GetFiles(projects.Author.Folder, "*.nupkg"));
    }

    [Fact]
    public async Task WithoutTheSdkItIsSaidThatPackingTakesIt()
    {
        using var empty = new TemporaryFolder();
        var line = Line("Readme");
        var withoutSdk = new Dictionary<string, string?>(line.Environment)
        {
            ["PATH"] = empty.Path,
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
        };

        var result = (await Command.RunAsync(line with { Environment = withoutSdk })).ShouldExitWith(1);

        Assert.Contains("Packing needs the .NET SDK", result.Error, StringComparison.Ordinal);
    }

    private CommandLine Line(params string[] arguments) => tool.Line(["plugin", "pack", .. arguments]).OnOneProcessor() with { Folder = projects.Author.Folder };
}
