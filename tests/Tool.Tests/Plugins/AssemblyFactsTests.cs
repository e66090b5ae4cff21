using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class AssemblyFactsTests
{
    [Fact]
    public void FactsAreReadFromMetadata()
    {
        var facts = AssemblyFacts.Read(TestPlugin.File("Empty"));
        Assert.Equal(("Empty", new Version(0, 1, 0, 0), ".NETCoreApp,Version=v10.0"), (facts.Name, facts.Version, facts.TargetFramework));
        Assert.Equal(typeof(IWorkload).Assembly.GetName().Version, facts.Contract);
        Assert.StartsWith("0.1.0", facts.InformationalVersion, StringComparison.Ordinal);
        Assert.Contains("Partime.Abstractions", facts.References);
    }

    [Fact]
    public void OnlyAnAssemblyBuiltInDebugIsUnoptimized()
    {
        Assert.True(AssemblyFacts.Read(TestPlugin.File("BuiltInDebug")).IsUnoptimized);
        Assert.False(AssemblyFacts.Read(typeof(object).Assembly.Location).IsUnoptimized);
        Assert.False(AssemblyFacts.Read(Path.Combine(TestPlugin.Path("OlderHashing"), "System.IO.Hashing.dll")).IsUnoptimized);
    }

    [Fact]
    public void TheTargetFrameworkOfAnOlderPackageIsRead() =>
        Assert.Equal(".NETCoreApp,Version=v8.0", AssemblyFacts.Read(Path.Combine(TestPlugin.Path("OlderHashing"), "System.IO.Hashing.dll")).TargetFramework);

    [Fact]
    public void AFileThatIsNotAnAssemblyIsAnErrorThatNamesIt()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("moon.dll");
        Assert.StartsWith($"{path} cannot be read", Assert.Throws<PartimeException>(() => AssemblyFacts.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APluginBuiltAgainstANewerContractIsRefusedByBothVersions() =>
        AssertRefused("BuiltAgainstNewerContract", "built against Partime.Abstractions 1.1.0.0, and this partime has 1.0.0.0: update partime.");

    [Fact]
    public void APluginBuiltAgainstAnOlderMajorIsRefusedByBothVersions() =>
        AssertRefused("BuiltAgainstOlderMajor", "built against Partime.Abstractions 0.9.0.0, and this partime has 1.0.0.0: build it against the package of that name that belongs to this partime.");

    private static void AssertRefused(string plugin, string reason)
    {
        var error = Assert.Throws<PartimeException>(() => TestPlugin.Catalog(plugin));
        Assert.Contains(TestPlugin.File(plugin), error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
