using System.Reflection.PortableExecutable;

namespace Partime.EndToEnd.Tests;

/// <summary>What the contract's package makes of a project that refers to it, and of those around it.</summary>
[Collection(nameof(PluginProjects))]
public sealed class PluginProjectTests(PluginProjects projects, InstalledTool tool) : IClassFixture<InstalledTool>
{
    private const string Built = "bin/Release/net10.0";

    public static TheoryData<string> Pages => [.. PluginProjects.Pages.Keys];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task TheWorkloadShownOnAPageBuildsAndRuns(string project)
    {
        var folder = Path.Combine(projects.Author.Folder, project);
        File.WriteAllText(Path.Combine(folder, "words.txt"), "one two\nthree\n");
        var line = tool.Line("run", "word-count", "--plugin", Built, "--inputs", "words.txt", "-e", "all", "--tasks-csv", "-") with { Folder = folder };
        AssertCounted(3, await Command.RunAsync(line));

        // Found by the variable, and with the sample input, which is its own source.
        var words = File.ReadAllText(Path.Combine(folder, "WordCount.cs")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        line = tool.Line("run", "word-count", "-e", "all", "--tasks-csv", "-") with { Folder = folder };
        var environment = new Dictionary<string, string?>(line.Environment) { ["PARTIME_PLUGINS"] = Path.Combine(folder, Built) };
        AssertCounted(words, await Command.RunAsync(line with { Environment = environment }));
    }

    [Fact]
    public void APluginIsPackedAsItIsPublishedWithoutTheContractAndWithoutAnythingStale()
    {
        var package = projects.Package("Plugin", "1.2.3-beta");

        Assert.Equal(
            [
                "Plugin.nuspec",
                "README.md",
                "plugin/Plugin.deps.json",
                "plugin/Plugin.dll",
                "plugin/Plugin.runtimeconfig.json",
                "plugin/System.IO.Hashing.dll",
                "plugin/lists/deep/words",
            ],
            package.Files);
        Assert.DoesNotContain(PluginProjects.Contract, package.Text("plugin/Plugin.deps.json"), StringComparison.Ordinal);
        using var assembly = package.Assembly("plugin/Plugin.dll");
        Assert.Contains(assembly.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);

        var metadata = package.Xml("Plugin.nuspec").Descendants().ToLookup(element => element.Name.LocalName);
        Assert.Equal("PartimePlugin", metadata["packageType"].Single().Attribute("name")?.Value);
        Assert.Empty(metadata["dependencies"]);
        Assert.Equal(
            ("Plugin", "1.2.3-beta", "Hashes texts.", "Somebody", "README.md"),
            (metadata["id"].Single().Value, metadata["version"].Single().Value, metadata["description"].Single().Value, metadata["authors"].Single().Value, metadata["readme"].Single().Value));
    }

    [Needs("bash")]
    public async Task ABuiltPluginHasItsDependenciesBesideItAndNotTheContract()
    {
        Assert.Equal(["Plugin.dll", "System.IO.Hashing.dll"], projects.Assemblies("Plugin"));
        await projects.Author.TypeAsync("dotnet partime run hash -e serial,threads --plugin Plugin/bin/Release/net10.0");
    }

    [Needs("bash")]
    public async Task AProjectThatRefersToAPluginIsNoPluginAndHasTheContract()
    {
        Assert.NotEqual("0", (await projects.Author.TypeAsync("dotnet exec Program/bin/Release/net10.0/Program.dll")).Output.Trim());
        Assert.Equal("", (await projects.Author.TypeAsync("dotnet msbuild Program -getProperty:IsPartimePlugin")).Output.Trim());
    }

    [Fact]
    public void ALibraryThatSaysItIsNoPluginIsPackedAsALibrary()
    {
        var package = projects.Package("Library", "1.0.0");

        Assert.Equal(["Library.nuspec", "lib/net10.0/Library.dll"], package.Files);
        Assert.Equal(PluginProjects.Contract, package.Xml("Library.nuspec").Descendants().Single(element => element.Name.LocalName == "dependency").Attribute("id")?.Value);
    }

    [Fact]
    public void TestsThatReferToTheContractThemselvesHaveIt() => Assert.Contains($"{PluginProjects.Contract}.dll", projects.Assemblies("Plugin.Tests"));

    [Needs("bash")]
    public async Task AProjectForSeveralFrameworksIsNotPackedAsALibrary()
    {
        Assert.Contains("A plugin for partime is packed for one framework: write TargetFramework and not TargetFrameworks in Several.csproj", (await projects.Author.TypeAsync("! dotnet pack Several")).Output, StringComparison.Ordinal);
    }

    [Needs("bash")]
    public async Task APluginWithTheNameOfAnAssemblyThatItRefersToIsNotBuilt()
    {
        var build = await projects.Author.TypeAsync("! dotnet msbuild Plugin -target:ResolveAssemblyReferences -p:AssemblyName=system");
        Assert.Contains("A plugin cannot be named 'system', because an assembly that it refers to has that name: rename Plugin.csproj, or set AssemblyName in it.", build.Output, StringComparison.Ordinal);
    }

    [Needs("bash")]
    public async Task AProjectForAnOlderDotnetIsToldWhatTheContractIsFor()
    {
        Assert.Matches($"NU1202.*{PluginProjects.Contract}.*net10.0", (await projects.Author.TypeAsync("! dotnet restore Older")).Output);
    }

    private static void AssertCounted(int words, CommandResult run)
    {
        var rows = Csv.Parse(run.ShouldExitWith(0).Output);
        Assert.True(rows.Count >= 5, run.ToString());
        Assert.All(rows, row => Assert.Equal(($"{words}", "ok"), (row["result"], row["status"])));
    }
}
