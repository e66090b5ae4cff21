using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Partime.EndToEnd.Tests.Installation;

/// <summary>Authors make packages of their projects.</summary>
[Collection(nameof(PluginProjects))]
[Trait("Category", "Slow")]
public sealed class PackTests(PluginProjects projects, InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Fact]
    public async Task APluginsProjectBecomesAPackageThatReplacesAnEarlierOneAndCanBeInstalled()
    {
        var author = projects.Author;
        var page = Repository.PathOf(PluginProjects.Pages["Readme"]);
        author.Write("Fresh/Fresh.csproj", Markdown.CodeBlock(page, "xml").Replace("<TargetFramework>", "<Version>1.2.0</Version><TargetFramework>", StringComparison.Ordinal));
        author.Write("Fresh/WordCount.cs", Markdown.CodeBlock(page, "csharp"));
        author.Write("Fresh/words", "one two");
        author.Write("packages/Fresh.1.2.0.nupkg", "an earlier one");
        var package = Path.Combine(author.Folder, "packages/Fresh.1.2.0.nupkg");

        var result = (await Command.RunAsync(Line("-o", "../packages") with { Folder = Path.Combine(author.Folder, "Fresh") })).ShouldExitWith(0);

        Assert.Contains($"Fresh 1.2.0 is packed: {package}\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("Fresh.dll", result.Output, StringComparison.Ordinal);
        Assert.Contains("word-count", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
        Assert.Equal([package], Directory.GetFileSystemEntries(Path.GetDirectoryName(package)!));
        using var archive = ZipFile.OpenRead(package);
        Assert.Equal(["plugin/Fresh.deps.json", "plugin/Fresh.dll", "plugin/Fresh.runtimeconfig.json"], archive.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("plugin/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        await author.TypeAsync($"dotnet partime plugin install {package}");
        var run = await author.TypeAsync("dotnet partime run word-count -i Fresh/words -e serial --tasks-csv -");
        Assert.Equal("2", Assert.Single(Csv.Parse(run.Output))["result"]);
        await author.TypeAsync("dotnet partime plugin remove Fresh");
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

    private CommandLine Line(params string[] arguments) => tool.Line(["plugin", "pack", .. arguments]).AsBuild() with { Folder = projects.Author.Folder };
}
