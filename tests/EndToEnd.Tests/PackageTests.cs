using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Partime.EndToEnd.Tests;

[Collection(OneInstallation.Name)]
public sealed class PackageTests(InstalledTool tool)
{
    private const string Content = "tools/net10.0/any/";

    [Fact]
    public void ThereAreExactlyTwoPackages() => Assert.Equal(
        [$"Partime.Abstractions.{Repository.Version}.nupkg", $"partime.{Repository.Version}.nupkg"],
        Directory.GetFiles(tool.Packages).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void TheToolPackageHoldsTheToolItsLibrariesAndTheBundledPluginsAndNothingStale() => Assert.Equal(
        [
            "README.md",
            "partime.nuspec",
            Content + "CsvHelper.dll",
            Content + "DotnetToolSettings.xml",
            Content + "McMaster.Extensions.CommandLineUtils.dll",
            Content + "McMaster.NETCore.Plugins.dll",
            Content + "Partime.Abstractions.dll",
            Content + "Spectre.Console.Ansi.dll",
            Content + "Spectre.Console.dll",
            Content + "System.IO.Hashing.dll",
            Content + "partime.deps.json",
            Content + "partime.dll",
            Content + "partime.runtimeconfig.json",
            Content + "plugins/HttpFetch/HttpFetch.deps.json",
            Content + "plugins/HttpFetch/HttpFetch.dll",
            Content + "plugins/HttpFetch/System.IO.Hashing.dll",
            Content + "plugins/Sleep/Sleep.deps.json",
            Content + "plugins/Sleep/Sleep.dll",
            Content + "plugins/SumSquares/SumSquares.deps.json",
            Content + "plugins/SumSquares/SumSquares.dll",
        ],
        Files("partime"));

    [Fact]
    public void TheContractPackageHoldsOneAssemblyWithItsDocumentation() => Assert.Equal(
        ["Partime.Abstractions.nuspec", "README.md", "lib/net10.0/Partime.Abstractions.dll", "lib/net10.0/Partime.Abstractions.xml"],
        Files("Partime.Abstractions"));

    [Theory]
    [InlineData("partime", "benchmark parallel concurrency threads async timing csv dotnet-tool")]
    [InlineData("Partime.Abstractions", "partime plugin benchmark parallel concurrency timing")]
    public void APackageSaysWhatItIs(string package, string tags)
    {
        var metadata = Xml(package, $"{package}.nuspec").Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal(package, Value("id"));
        Assert.Equal(Repository.Version, Value("version"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal(tags, Value("tags"));
        Assert.NotEmpty(Value("description")!);
        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Fact]
    public void TheCommandIsDotnetPartime()
    {
        var command = Xml("partime", Content + "DotnetToolSettings.xml").Descendants("Command").Single();

        Assert.Equal("dotnet-partime", command.Attribute("Name")?.Value);
        Assert.Equal("partime.dll", command.Attribute("EntryPoint")?.Value);
    }

    [Theory]
    [InlineData("partime", Content + "partime.dll")]
    [InlineData("partime", Content + "plugins/Sleep/Sleep.dll")]
    [InlineData("Partime.Abstractions", "lib/net10.0/Partime.Abstractions.dll")]
    public void AnAssemblyBringsItsSymbols(string package, string file)
    {
        using var archive = Open(package);
        using var content = new MemoryStream();
        using (var entry = archive.GetEntry(file)!.Open())
            entry.CopyTo(content);
        content.Position = 0;
        using var assembly = new PEReader(content);

        Assert.Contains(assembly.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
    }

    /// <summary>What somebody has put there; the format's own parts have names that nobody chooses.</summary>
    private IEnumerable<string> Files(string package)
    {
        using var archive = Open(package);
        return [.. archive.Entries
            .Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)];
    }

    private XElement Xml(string package, string file)
    {
        using var archive = Open(package);
        using var entry = archive.GetEntry(file)!.Open();
        return XDocument.Load(entry).Root!;
    }

    private ZipArchive Open(string package) => ZipFile.OpenRead(Path.Combine(tool.Packages, $"{package}.{Repository.Version}.nupkg"));
}
