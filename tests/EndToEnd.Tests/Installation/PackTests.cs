using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Partime.EndToEnd.Tests.Installation;

/// <summary>Authors make packages of their projects, outside the repository and with the published packages only.</summary>
public sealed class PackTests : IClassFixture<InstalledTool>, IDisposable
{
    private const string Plugin = """
        using Partime;
        [Workload("word-count", "Counts words.")]
        public sealed class WordCount : IBlockingWorkload
        {
            public WorkResult Run(WorkItem item, System.Threading.CancellationToken cancellationToken) => WorkResult.Of(item.Text.Split(' ').Length);
        }
        """;

    private readonly InstalledTool tool;
    private readonly TemporaryFolder folder = new();

    public PackTests(InstalledTool tool)
    {
        this.tool = tool;
        folder.Write("nuget.config", $"""
            <configuration><packageSources><clear /><add key="ours" value="{tool.Packages}" /></packageSources></configuration>
            """);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task APluginsProjectBecomesAPackageThatReplacesAnEarlierOneAndCanBeInstalled()
    {
        Write(Plugin);
        Directory.CreateDirectory(folder["packages"]);
        var package = folder.Write("packages/WordCount.1.2.0.nupkg", "an earlier one");

        var result = (await PackAsync("-o", "packages")).ShouldExitWith(0);

        Assert.Contains($"WordCount 1.2.0 is packed: {package}\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("WordCount.dll", result.Output, StringComparison.Ordinal);
        Assert.Contains("word-count", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
        Assert.Equal(["WordCount.1.2.0.nupkg"], Directory.GetFileSystemEntries(folder["packages"]).Select(Path.GetFileName));
        using var archive = ZipFile.OpenRead(package);
        Assert.Equal(["plugin/WordCount.deps.json", "plugin/WordCount.dll", "plugin/WordCount.runtimeconfig.json"], archive.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("plugin/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        var home = new Dictionary<string, string?>(tool.Line().Environment) { ["PARTIME_HOME"] = folder["home"] };
        (await Command.RunAsync(tool.Line("plugin", "install", package) with { Environment = home })).ShouldExitWith(0);
        var run = await Command.RunAsync(tool.Line("run", "word-count", "-i", "one two", "-e", "serial", "--tasks-csv", "-") with { Environment = home });
        Assert.Equal("2", Assert.Single(Csv.Parse(run.ShouldExitWith(0).Output))["result"]);
    }

    /// <summary>Other refusals are tested without a build, in PluginPackingTests.</summary>
    [Fact]
    public async Task AProjectThatMakesNoPluginIsAnsweredByOneSentence()
    {
        Write(Plugin, "<IsPartimePlugin>false</IsPartimePlugin>");

        var result = (await PackAsync()).ShouldExitWith(1);

        Assert.Contains("but not a partime plugin: it is a library. Reference the package Partime.Abstractions", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("partime: ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Empty(result.Output);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.nupkg"));
    }

    [Fact]
    public async Task WithoutTheSdkItIsSaidThatPackingTakesIt()
    {
        Write(Plugin);
        var line = Line();
        var withoutSdk = new Dictionary<string, string?>(line.Environment)
        {
            ["PATH"] = folder.Path,
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
        };

        var result = (await Command.RunAsync(line with { Environment = withoutSdk })).ShouldExitWith(1);

        Assert.Contains("Packing needs the .NET SDK", result.Error, StringComparison.Ordinal);
    }

    private void Write(string code, string property = "")
    {
        folder.Write("Code.cs", code);
        folder.Write("WordCount.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Version>1.2.0</Version>{property}</PropertyGroup>
              <ItemGroup><PackageReference Include="Partime.Abstractions" Version="{Repository.Version}" /></ItemGroup>
            </Project>
            """);
    }

    private CommandLine Line(params string[] arguments) => tool.Line(["plugin", "pack", .. arguments]).OnOneProcessor() with { Folder = folder.Path };

    private Task<CommandResult> PackAsync(params string[] arguments) => Command.RunAsync(Line(arguments));
}
