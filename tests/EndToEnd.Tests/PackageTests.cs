using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Partime.EndToEnd.Tests;

public sealed class PackageTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    /// <summary>Of intermediate code, for systems that have no package of their own.</summary>
    private const string ForOtherSystems = "partime.any", ForWindowsX64 = "partime.win-x64";

    private static readonly string[] AuthorsPackageNames = ["Partime.Abstractions", "Partime.Templates", "Partime.Testing"];

    /// <summary>The tool's own code; a plugin's is the plugin's.</summary>
    private static readonly string[] Assemblies =
    [
        "CsvHelper.dll",
        "MathNet.Numerics.dll",
        "McMaster.Extensions.CommandLineUtils.dll",
        "McMaster.NETCore.Plugins.dll",
        "Newtonsoft.Json.dll",
        "NuGet.Common.dll",
        "NuGet.Configuration.dll",
        "NuGet.Frameworks.dll",
        "NuGet.Packaging.dll",
        "NuGet.Protocol.dll",
        "NuGet.Versioning.dll",
        "Partime.Abstractions.dll",
        "Perfolizer.dll",
        "Pragmastat.dll",
        "Spectre.Console.Ansi.dll",
        "Spectre.Console.dll",
        "SpreadCheetah.dll",
        "System.IO.Hashing.dll",
        "System.Security.Cryptography.Pkcs.dll",
        "System.Security.Cryptography.ProtectedData.dll",
        "partime.dll",
    ];

    /// <summary>Orleans, and what it needs of .NET's libraries. Compilers and loggers are left out.</summary>
    private static readonly string[] ClusterAssemblies =
    [
        "Cluster", "Microsoft.AspNetCore.Connections.Abstractions", "Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.Configuration.Binder",
        "Microsoft.Extensions.Configuration.CommandLine", "Microsoft.Extensions.Configuration.EnvironmentVariables", "Microsoft.Extensions.Configuration.FileExtensions",
        "Microsoft.Extensions.Configuration.Json", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.DependencyModel", "Microsoft.Extensions.Diagnostics.Abstractions", "Microsoft.Extensions.Diagnostics",
        "Microsoft.Extensions.Features", "Microsoft.Extensions.FileProviders.Abstractions", "Microsoft.Extensions.FileProviders.Physical", "Microsoft.Extensions.FileSystemGlobbing",
        "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Logging.Configuration",
        "Microsoft.Extensions.Logging", "Microsoft.Extensions.ObjectPool", "Microsoft.Extensions.Options.ConfigurationExtensions", "Microsoft.Extensions.Options",
        "Microsoft.Extensions.Primitives", "Newtonsoft.Json", "Orleans.Core.Abstractions", "Orleans.Core", "Orleans.Runtime", "Orleans.Serialization.Abstractions",
        "Orleans.Serialization", "Polly.Core", "Polly.Extensions", "Polly", "System.IO.Hashing", "System.Memory.Data",
    ];

    /// <summary>Of these, little or nothing runs.</summary>
    private static readonly string[] IdleClusterAssemblies = ["Microsoft.Extensions.Configuration.CommandLine", "Microsoft.Extensions.Configuration.EnvironmentVariables", "Microsoft.Extensions.Configuration.Json",
        "Microsoft.Extensions.FileSystemGlobbing", "Microsoft.Extensions.Logging.Configuration", "Newtonsoft.Json", "Polly", "System.Memory.Data"];
    private static readonly string[] PluginAssemblies =
    [
        .. ClusterAssemblies.Select(name => $"plugins/Cluster/{name}.dll"),
        "plugins/Command/Command.dll", "plugins/Command/System.IO.Hashing.dll",
        "plugins/HttpFetch/HttpFetch.dll", "plugins/HttpFetch/System.IO.Hashing.dll",
        "plugins/Sleep/Sleep.dll",
        "plugins/SumSquares/SumSquares.dll",
    ];

    /// <summary>NuGet's libraries bring an assembly of their own for one system, where the system signs. A package for that system has it in place of the other.</summary>
    private const string ForWindows = "runtimes/win/lib/net8.0/System.Security.Cryptography.Pkcs.dll";

    private static readonly string[] Settings =
    [
        "DotnetToolSettings.xml",
        "partime.deps.json",
        "partime.runtimeconfig.json",
        "plugins/Cluster/Cluster.deps.json",
        "plugins/Command/Command.deps.json", "plugins/HttpFetch/HttpFetch.deps.json",
        "plugins/Sleep/Sleep.deps.json",
        "plugins/SumSquares/SumSquares.deps.json",
    ];

    /// <summary>The packages with the tool's code.</summary>
    public static TheoryData<string> ToolPackages => [.. ToolPackageNames];

    public static TheoryData<string> AllPackages => [.. Names];

    private static IEnumerable<string> ToolPackageNames => InstalledTool.PackedSystems.Select(system => $"partime.{system}");

    private static IEnumerable<string> Names => [.. AuthorsPackageNames, "partime", .. ToolPackageNames];

    [Fact]
    public void ThereAreExactlyThePackagesForAuthorsAndTheToolAndOneForEachSystem() => Assert.Equal(
        Names.Select(package => $"{package}.{Repository.Version}.nupkg").Order(StringComparer.Ordinal),
        Directory.GetFiles(tool.Packages).Select(Path.GetFileName).Where(name => name != ".gitkeep").Order(StringComparer.Ordinal));

    [Fact]
    public void TheToolPackageNamesThePackagesWithTheCodeAndHasNone()
    {
        Assert.Equal(["NOTICE", "README.md", "partime.nuspec", "tools/any/any/DotnetToolSettings.xml"], Files("partime"));
        Assert.Equal(
            InstalledTool.PackedSystems.Select(system => (system, $"partime.{system}")),
            Xml("partime", "tools/any/any/DotnetToolSettings.xml").Descendants("RuntimeIdentifierPackage")
                .Select(package => (package.Attribute("RuntimeIdentifier")!.Value, package.Attribute("Id")!.Value)));
    }

    [Theory]
    [MemberData(nameof(ToolPackages))]
    public void APackageHoldsTheToolItsLibrariesAndTheBundledPluginsAndNothingStale(string package) =>
        Assert.Equal(Expected(package, [.. Assemblies, .. PluginAssemblies, .. Settings, package == ForOtherSystems ? ForWindows : package == ForWindowsX64 ? "partime.exe" : "partime"]), Files(package));

    [Theory]
    [MemberData(nameof(ToolPackages))]
    public void ForOneSystemTheToolsCodeIsCompiledAheadOfTimeAndOfThePluginsOnlyTheOneThatRunsNoTasksItself(string package)
    {
        var cluster = ClusterAssemblies.Except(IdleClusterAssemblies).Select(name => $"plugins/Cluster/{name}.dll").ToList();
        Assert.All([.. Assemblies, .. cluster], file => Assert.Equal(package != ForOtherSystems, IsCompiledAheadOfTime(package, file)));
        Assert.All(PluginAssemblies.Except(cluster), file => Assert.False(IsCompiledAheadOfTime(package, file), $"{file} is compiled ahead of time"));
    }

    /// <summary>Methods that are to be optimised at their first call are not compiled ahead of time.</summary>
    [Theory]
    [MemberData(nameof(ToolPackages))]
    public void TheHotPathIsLeftToTheJustInTimeCompilerOnlyWhereAllCodeIs(string package)
    {
        using var assembly = Read(package, "partime.dll");
        var metadata = assembly.GetMetadataReader();
        var hotPath = metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Where(method => metadata.GetString(method.Name) is "TryClaim" or "RecordResult").ToList();

        Assert.NotEmpty(hotPath);
        Assert.Equal(package == ForOtherSystems, hotPath.Exists(method => method.ImplAttributes.HasFlag(MethodImplAttributes.AggressiveOptimization)));
    }

    [Fact]
    public void TheContractPackageHoldsOneAssemblyWithItsDocumentationAndWhatAPluginsProjectNeeds() => Assert.Equal(
        [
            "Partime.Abstractions.nuspec",
            "README.md",
            "analyzers/dotnet/cs/Partime.Analyzers.dll",
            "analyzers/dotnet/cs/Partime.CodeFixes.dll",
            "build/net10.0/Partime.Abstractions.props",
            "build/net10.0/Partime.Abstractions.targets",
            "lib/net10.0/Partime.Abstractions.dll",
            "lib/net10.0/Partime.Abstractions.xml",
        ],
        Files("Partime.Abstractions"));

    [Fact]
    public void TheTemplatesReferToThePackagesOfTheirOwnVersionAndBringFilesThatSystemsHide()
    {
        var package = Open("Partime.Templates");

        Assert.Equal("Template", package.Xml("Partime.Templates.nuspec").Descendants().Single(element => element.Name.LocalName == "packageType").Attribute("name")?.Value);
        foreach (var template in (string[])["executor", "workload"])
        {
            Assert.Contains($"content/{template}/.gitignore", package.Files);
            Assert.Contains($"content/{template}/.template.config/template.json", package.Files);
            Assert.Equal(Repository.Version, VersionOf("Partime.Abstractions", $"content/{template}/src/SampleProject/SampleProject.csproj"));
            Assert.Equal(Repository.Version, VersionOf("Partime.Testing", $"content/{template}/tests/SampleProject.Tests/SampleProject.Tests.csproj"));
        }

        string? VersionOf(string reference, string project) =>
            package.Xml(project).Descendants("PackageReference").Single(element => element.Attribute("Include")?.Value == reference).Attribute("Version")?.Value;
    }

    [Fact]
    public void TheTestKitsPackageHoldsOneAssemblyWithItsDocumentation() => Assert.Equal(
        ["Partime.Testing.nuspec", "README.md", "lib/net10.0/Partime.Testing.dll", "lib/net10.0/Partime.Testing.xml"],
        Files("Partime.Testing"));

    /// <summary>The contract's build settings are for plugins: a project of tests must not get them by the way.</summary>
    [Fact]
    public void TheTestKitBringsTheContractAndWhatItIsMadeOfAndNoBuildSettings()
    {
        var dependencies = Xml("Partime.Testing", "Partime.Testing.nuspec").Descendants().Where(element => element.Name.LocalName == "dependency").ToList();

        Assert.Equal(
            ["Partime.Abstractions", "System.IO.Hashing", "xunit.assert", "xunit.extensibility.core"],
            dependencies.Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        Assert.Equal(Repository.Version, dependencies.Single(dependency => dependency.Attribute("id")?.Value == "Partime.Abstractions").Attribute("version")?.Value);
        Assert.All(dependencies, dependency => Assert.Equal((null, "Build,Analyzers"), (dependency.Attribute("include")?.Value, dependency.Attribute("exclude")?.Value)));
    }

    [Theory]
    [MemberData(nameof(AllPackages))]
    public void APackageSaysWhatItIs(string package)
    {
        var tags = package switch
        {
            "Partime.Abstractions" => "partime plugin benchmark parallel concurrency timing",
            "Partime.Templates" => "partime plugin template dotnet-new benchmark parallel concurrency",
            "Partime.Testing" => "partime plugin testing xunit conformance parallel concurrency",
            _ => "benchmark parallel concurrency threads async timing csv dotnet-tool",
        };
        var metadata = Xml(package, $"{package}.nuspec").Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal(package, Value("id"));
        Assert.Equal(Repository.Version, Value("version"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal(tags, Value("tags"));
        Assert.NotEmpty(Value("description")!);
        Assert.Equal(package == "Partime.Testing", metadata.Descendants().Any(element => element.Name.LocalName == "dependency"));
    }

    [Theory]
    [MemberData(nameof(ToolPackages))]
    public void TheCommandIsDotnetPartime(string package)
    {
        var command = Xml(package, FolderOf(package) + "DotnetToolSettings.xml").Descendants("Command").Single();

        Assert.Equal("dotnet-partime", command.Attribute("Name")?.Value);
        Assert.Equal(package == ForOtherSystems ? "partime.dll" : package == ForWindowsX64 ? "partime.exe" : "partime", command.Attribute("EntryPoint")?.Value);
    }

    [Fact]
    public void AssembliesBringTheirSymbols()
    {
        (string, string)[] assemblies =
        [
            ("Partime.Abstractions", "Partime.Abstractions.dll"),
            ("Partime.Testing", "Partime.Testing.dll"),
            .. ToolPackageNames.Select(package => (package, "partime.dll")),
            .. ToolPackageNames.Select(package => (package, "plugins/Sleep/Sleep.dll")),
        ];
        foreach (var (package, file) in assemblies)
        {
            using var assembly = Read(package, file);
            Assert.True(assembly.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb), $"{file} of {package} has no symbols");
        }
    }

    private static IEnumerable<string> Expected(string package, IEnumerable<string> content) =>
        content.Select(file => FolderOf(package) + file).Append("NOTICE").Append("README.md").Append($"{package}.nuspec").Order(StringComparer.Ordinal);

    private static string FolderOf(string package) => package.Split('.') is ["partime", var system] ? $"tools/net10.0/{system}/" : "lib/net10.0/";

    private bool IsCompiledAheadOfTime(string package, string file)
    {
        using var assembly = Read(package, file);
        return assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    private PEReader Read(string package, string file) => Open(package).Assembly(FolderOf(package) + file);

    private IReadOnlyList<string> Files(string package) => Open(package).Files;

    private XElement Xml(string package, string file) => Open(package).Xml(file);

    private Package Open(string package) => new(Path.Combine(tool.Packages, $"{package}.{Repository.Version}.nupkg"));
}
