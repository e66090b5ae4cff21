using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class AssemblyFactsTests
{
    [Fact]
    public void AnAssemblySaysHowItWasBuilt()
    {
        var facts = AssemblyFacts.Read(TestPlugin.File("Empty"));
        Assert.Equal(("Empty", new Version(0, 1, 0, 0), ".NETCoreApp,Version=v10.0"), (facts.Name, facts.Version, facts.TargetFramework));
        Assert.Equal(typeof(IWorkload).Assembly.GetName().Version, facts.Contract);
        Assert.StartsWith("0.1.0", facts.InformationalVersion, StringComparison.Ordinal);
        Assert.Contains("Partime.Abstractions", facts.References);
    }

    [Fact]
    public void OnlyWhatWasBuiltInDebugIsUnoptimized()
    {
        Assert.True(AssemblyFacts.Read(TestPlugin.File("BuiltInDebug")).IsUnoptimized);
        Assert.False(AssemblyFacts.Read(typeof(object).Assembly.Location).IsUnoptimized);
        Assert.False(AssemblyFacts.Read(Path.Combine(TestPlugin.Path("OlderHashing"), "System.IO.Hashing.dll")).IsUnoptimized);
    }

    [Fact]
    public void APackageForAnOlderDotnetSaysSoToo() =>
        Assert.Equal(".NETCoreApp,Version=v8.0", AssemblyFacts.Read(Path.Combine(TestPlugin.Path("OlderHashing"), "System.IO.Hashing.dll")).TargetFramework);

    [Fact]
    public void AFileThatIsNoAssemblyIsAnErrorThatNamesIt()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("moon.dll");
        Assert.StartsWith($"{path} cannot be read", Assert.Throws<PartimeException>(() => AssemblyFacts.Read(path)).Message, StringComparison.Ordinal);
    }
}
