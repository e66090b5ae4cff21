using System.Reflection.PortableExecutable;

namespace Partime.EndToEnd.Tests;

/// <summary>What the contract's package makes of a project that refers to it, and of those around it.</summary>
public sealed class PluginProjectTests : IClassFixture<InstalledTool>, IDisposable
{
    private const string Contract = "Partime.Abstractions";

    private readonly Author author;

    public PluginProjectTests(InstalledTool tool)
    {
        author = new Author(tool);
        WriteProject("Plugin", $"""
            <PropertyGroup><Version>1.2.3-beta</Version><Description>Hashes texts.</Description><Authors>Somebody</Authors></PropertyGroup>
            <ItemGroup>
              <PackageReference Include="{Contract}" Version="{Repository.Version}" />
              <PackageReference Include="System.IO.Hashing" Version="10.0.12" />
              <Content Include="data/words" Link="lists/deep/words" CopyToOutputDirectory="PreserveNewest" />
            </ItemGroup>
            """);
        author.Write("Plugin/Hash.cs", """
            using System.Text;
            using Partime;

            [Workload("hash", "Hashes texts.", SampleInputs = "a,b")]
            public sealed class Hash : IBlockingWorkload
            {
                public WorkResult Run(WorkItem item, CancellationToken cancellationToken) =>
                    WorkResult.Of(System.IO.Hashing.XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(item.Text)));
            }
            """);
        author.Write("Plugin/data/words", "one");
        author.Write("Plugin/README.md", "# Hashes");
    }

    public void Dispose() => author.Dispose();

    [Needs("bash")]
    public async Task APluginIsPackedAsItIsPublishedWithoutTheContractAndWithoutAnythingStale()
    {
        author.Write("Plugin/obj/Release/net10.0/plugin/Gone.dll", "");
        await author.TypeAsync("dotnet pack Plugin -warnaserror");
        var package = new Package(Path.Combine(author.Folder, "Plugin/bin/Release/Plugin.1.2.3-beta.nupkg"));

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
        Assert.DoesNotContain(Contract, package.Text("plugin/Plugin.deps.json"), StringComparison.Ordinal);
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
        await author.TypeAsync("dotnet build Plugin -warnaserror");

        Assert.Equal(["Plugin.dll", "System.IO.Hashing.dll"], Assemblies("Plugin/bin/Debug/net10.0"));
        await author.TypeAsync("dotnet partime run hash -e serial,threads --plugin Plugin/bin/Debug/net10.0");
    }

    [Needs("bash")]
    public async Task AProjectThatRefersToAPluginIsNoPluginAndHasTheContract()
    {
        WriteProject("Program", """
            <PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>
            <ItemGroup><ProjectReference Include="../Plugin/Plugin.csproj" /></ItemGroup>
            """);
        author.Write("Program/Program.cs", "System.Console.WriteLine(new Hash().Run(new Partime.WorkItem(0, 5), default).Utf8Value.Length);");

        Assert.NotEqual("0", (await author.TypeAsync("dotnet run --project Program")).Output.Trim());
        Assert.Equal("", (await author.TypeAsync("dotnet msbuild Program -getProperty:IsPartimePlugin")).Output.Trim());
    }

    [Needs("bash")]
    public async Task ALibraryThatSaysItIsNoPluginIsPackedAsALibrary()
    {
        WriteProject("Library", $"""
            <PropertyGroup><IsPartimePlugin>false</IsPartimePlugin></PropertyGroup>
            <ItemGroup><PackageReference Include="{Contract}" Version="{Repository.Version}" /></ItemGroup>
            """);
        author.Write("Library/Answers.cs", "public static class Answers { public static Partime.WorkResult Of(long number) => Partime.WorkResult.Of(number); }");
        await author.TypeAsync("dotnet pack Library -warnaserror");
        var package = new Package(Path.Combine(author.Folder, "Library/bin/Release/Library.1.0.0.nupkg"));

        Assert.Equal(["Library.nuspec", "lib/net10.0/Library.dll"], package.Files);
        Assert.Equal(Contract, package.Xml("Library.nuspec").Descendants().Single(element => element.Name.LocalName == "dependency").Attribute("id")?.Value);
    }

    [Needs("bash")]
    public async Task TestsThatReferToTheContractThemselvesHaveIt()
    {
        WriteProject("Plugin.Tests", $"""
            <PropertyGroup><IsTestProject>true</IsTestProject><CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies></PropertyGroup>
            <ItemGroup>
              <ProjectReference Include="../Plugin/Plugin.csproj" />
              <PackageReference Include="{Contract}" Version="{Repository.Version}" />
            </ItemGroup>
            """);
        author.Write("Plugin.Tests/Nothing.cs", "");
        await author.TypeAsync("dotnet build Plugin.Tests -warnaserror");

        Assert.Contains($"{Contract}.dll", Assemblies("Plugin.Tests/bin/Debug/net10.0"));
    }

    [Needs("bash")]
    public async Task AProjectForSeveralFrameworksIsNotPackedAsALibrary()
    {
        author.Write("Several/Several.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFrameworks>net10.0</TargetFrameworks></PropertyGroup>
              <ItemGroup><PackageReference Include="{Contract}" Version="{Repository.Version}" /></ItemGroup>
            </Project>
            """);

        Assert.Contains("A plugin for partime is packed for one framework: write TargetFramework and not TargetFrameworks in Several.csproj", (await author.TypeAsync("! dotnet pack Several")).Output, StringComparison.Ordinal);
    }

    [Needs("bash")]
    public async Task AProjectForAnOlderDotnetIsToldWhatTheContractIsFor()
    {
        WriteProject("Older", $"""
            <PropertyGroup><TargetFramework>netstandard2.1</TargetFramework></PropertyGroup>
            <ItemGroup><PackageReference Include="{Contract}" Version="{Repository.Version}" /></ItemGroup>
            """);

        Assert.Matches($"NU1202.*{Contract}.*net10.0", (await author.TypeAsync("! dotnet restore Older")).Output);
    }

    private void WriteProject(string name, string content) => author.Write($"{name}/{name}.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
          {content}
        </Project>
        """);

    private IEnumerable<string?> Assemblies(string folder) =>
        Directory.GetFiles(Path.Combine(author.Folder, folder), "*.dll").Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
