using Partime.Tool.Installation;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Installation;

/// <summary>What becomes of the packages that <c>dotnet pack</c> makes. A stand-in for it writes them at once.</summary>
public sealed class PluginPackingTests : IDisposable
{
    private const string OfALibrary = "";
    private const string OfATool = """<packageTypes><packageType name="DotnetTool" /></packageTypes>""";
    private const string OfAPlugin = """<packageTypes><packageType name="PartimePlugin" /></packageTypes>""";

    private readonly TemporaryFolder folder = new();
    private readonly List<string> shown = [];

    private string Project => folder["Words.csproj"];

    private string Output => folder["packages"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task APluginsPackageReplacesAnEarlierOneAndIsDescribed()
    {
        Directory.CreateDirectory(Output);
        folder.Write("packages/Words.1.2.3.nupkg");

        var plugin = await PackAsync(Built("Words", OfAPlugin, "Throwing"));

        Assert.Equal((folder["packages/Words.1.2.3.nupkg"], "Words", "1.2.3"), (plugin.Path, plugin.Id, plugin.Version));
        Assert.Contains("Throwing.dll", plugin.Files);
        Assert.Contains("throwing", plugin.Workloads.Select(workload => workload.Name));
        Assert.Equal([plugin.Path], Directory.GetFileSystemEntries(Output));
        PluginPackage.Open(plugin.Path).Dispose();
    }

    [Fact]
    public async Task TheMistakesInItsClassesAreNamed() =>
        Assert.Contains("PT012: Tasks do not wait for MistakenMethods.Log", string.Join('\n', (await PackAsync(Built("Words", OfAPlugin, "Mistaken"))).Mistakes), StringComparison.Ordinal);

    [Fact]
    public async Task APluginWhoseNameIsTakenByPartimeItselfIsNotHandedOut() =>
        await ShouldBeRefusedAsync("Words has the workload 'sleep', which is also a name of partime's own", Built("Words", OfAPlugin, "DuplicateName"));

    [Theory]
    [InlineData(OfAPlugin, "NoWorkload", "its package would be useless")]
    [InlineData(OfALibrary, "NoWorkload", "is not a plugin's project: it has no class marked [Workload] or [Executor]")]
    [InlineData(OfALibrary, null, "is not a plugin's project: it has no class marked [Workload] or [Executor]")]
    [InlineData(OfALibrary, "Throwing", "but not a partime plugin: it is a library. Reference the package Partime.Abstractions")]
    [InlineData(OfATool, "Throwing", "it is a tool")]
    public async Task APackageThatIsNoPluginIsAnsweredByOneSentence(string types, string? assembly, string reason) =>
        await ShouldBeRefusedAsync(reason, Built("Words", types, assembly));

    [Fact]
    public async Task AProjectThatMakesNoPackageIsAnsweredByOneSentence() => await ShouldBeRefusedAsync("makes no package", new Build());

    [Fact]
    public async Task AProjectThatMakesSeveralPackagesIsAnsweredByTheirNames()
    {
        var build = Built("Words", OfAPlugin, "Throwing");
        build.Packages.Add("More.1.2.3.nupkg", []);
        await ShouldBeRefusedAsync("makes 2 packages", build);
    }

    [Fact]
    public async Task TheOutputOfAFailedBuildIsShown()
    {
        await ShouldBeRefusedAsync("cannot be packed: 'dotnet pack' ended with exit code 7", new Build { ExitCode = 7 });

        Assert.Equal(["what the compiler says"], shown);
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenShowsBeforeTheBuild()
    {
        var build = Built("Words", OfAPlugin, "Throwing");
        var refusal = await Assert.ThrowsAsync<PartimeException>(() => PackAsync(build, "/dev/null/packages"));

        Assert.Contains("cannot be written into /dev/null/packages", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(build.Commands);
    }

    [Fact]
    public async Task WhatACommandOfTheSdkPrintsAndItsExitCodeAreKept()
    {
        var command = await DotnetCommand.RunAsync(folder.Path, ["msbuild", "nowhere.proj"], default);

        Assert.Equal(1, command.ExitCode);
        Assert.Contains("nowhere.proj", command.Output, StringComparison.Ordinal);
    }

    private async Task ShouldBeRefusedAsync(string reason, Build build)
    {
        var refusal = await Assert.ThrowsAsync<PartimeException>(() => PackAsync(build));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Output));
    }

    private Task<PackedPlugin> PackAsync(Build build, string? output = null) =>
        new PluginPacking(Project, PluginCatalog.Open([], null)) { Dotnet = (where, arguments, _) => Task.FromResult(Run(build, where, [.. arguments])) }
            .PackAsync(output ?? Output, shown.Add, default);

    private DotnetCommand Run(Build build, string where, string[] arguments)
    {
        build.Commands.Add(arguments[0]);
        Assert.Equal((folder.Path, Project), (where, arguments[1]));
        if (arguments[0] == "msbuild")
            return new DotnetCommand(0, $"{build.Assembly}\n");
        var output = arguments[Array.IndexOf(arguments, "--output") + 1];
        foreach (var (name, content) in build.Packages)
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(output).FullName, name), content);
        return new DotnetCommand(build.ExitCode, "what the compiler says");
    }

    /// <summary>A project that makes a package of these types with the assembly of a test plugin, or with none.</summary>
    private static Build Built(string id, string types, string? plugin)
    {
        CraftedEntry[] content = plugin is null ? [] : [new($"plugin/{plugin}.dll", File.ReadAllBytes(TestPlugin.File(plugin)))];
        return new Build
        {
            Assembly = plugin is null ? null : TestPlugin.File(plugin),
            Packages = { [$"{id}.1.2.3.nupkg"] = CraftedPackage.Of([CraftedPackage.ManifestOf(id, "1.2.3", types), .. content]) },
        };
    }

    private sealed class Build
    {
        public int ExitCode { get; init; }

        /// <summary>What the project says that it builds.</summary>
        public string? Assembly { get; init; }

        public Dictionary<string, byte[]> Packages { get; } = [];

        public List<string> Commands { get; } = [];
    }
}
