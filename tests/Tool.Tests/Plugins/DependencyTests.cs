using System.Globalization;
using System.Text.Json.Nodes;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

/// <summary>The dependencies of plugins, each found by its own plugin.</summary>
public sealed class DependencyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task TwoPluginsAndPartimeItselfUseDifferentVersionsOfOnePackage()
    {
        var catalog = TestPlugin.Catalog("OlderHashing", "NewerHashing");
        var workload = catalog.CreateWorkload(catalog.FindWorkload("hashing-version"), []).Workload;
        var executor = catalog.CreateExecutor(catalog.FindExecutor("hashing-loop"), []).Executor;

        var hash = System.IO.Hashing.XxHash3.HashToUInt64("moon"u8).ToString("x16", CultureInfo.InvariantCulture);
        Assert.Equal($"{hash} by 8.0.0.0", await RunAsync(workload, "moon"));
        Assert.Equal($"{hash} by 9.0.0.4", executor.ToString());
        Assert.Equal(10, typeof(System.IO.Hashing.XxHash3).Assembly.GetName().Version!.Major);
    }

    [Fact]
    public async Task ANativeLibraryIsFoundInTheFolderForThisSystem()
    {
        Assert.NotEmpty(Directory.GetFiles(TestPlugin.Path("WithNativeLibrary"), "*e_sqlite3*", SearchOption.AllDirectories));
        Assert.Matches(@"^3\.\d+\.\d+$", await RunAsync(Create("WithNativeLibrary", "sqlite-version"), "0"));
    }

    [Theory]
    [InlineData("de", "Guten Morgen")]
    [InlineData("en", "Good morning")]
    [InlineData("fr", "Good morning")]
    public async Task TranslationsAreFoundByCulture(string language, string text) =>
        Assert.Equal(text, await RunAsync(Create("WithTranslations", "translation"), language));

    [Fact]
    public async Task APluginThatUsesAspNetFindsItBesideTheRunningDotnet()
    {
        var own = Create("WithAspNet", "own-server");
        await own.StartAsync(default);
        Assert.Equal("4 by ASP.NET 10", await RunAsync(own, "moon"));
        await ((IAsyncDisposable)own).DisposeAsync();
    }

    [Fact]
    public async Task AWorkerReceivesTheDependenciesThatThisProcessFound()
    {
        var activation = PluginCatalog.ActivationOf(TestPlugin.Catalog("WithAspNet").FindWorkload("own-server"), []);
        Assert.EndsWith("Microsoft.AspNetCore.App", Path.GetDirectoryName(Assert.Single(activation.Dependencies.Frameworks)), StringComparison.Ordinal);
        var told = activation.Construct(new PluginActivator(activation.Dependencies));
        await told.StartAsync(default);
        Assert.Equal("4 by ASP.NET 10", await RunAsync(told, "moon"));
        await ((IAsyncDisposable)told).DisposeAsync();
    }

    [Fact]
    public void WithoutItsRuntimeConfigurationAspNetIsMissingAndTheMessageSaysSo()
    {
        var plugin = folder.CopyPlugin("WithAspNet");
        File.Delete(Path.Combine(plugin, "WithAspNet.runtimeconfig.json"));
        var catalog = PluginCatalog.Open([plugin], null);

        var error = Assert.Throws<PartimeException>(() => catalog.CreateWorkload(catalog.FindWorkload("own-server"), []));
        Assert.Contains("needs Microsoft.AspNetCore", error.Message, StringComparison.Ordinal);
        Assert.Contains("WithAspNet.runtimeconfig.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("EnableDynamicLoading=true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APluginBuiltForANewerDotnetIsRefusedBeforeItsCodeRuns()
    {
        var error = Assert.Throws<PartimeException>(() => Create("BuiltForNewerDotnet", "tomorrow"));
        Assert.StartsWith(
            $"{TestPlugin.File("BuiltForNewerDotnet")} was built for .NET 11, and this partime runs on .NET 10: build it for net10.0",
            error.Message, StringComparison.Ordinal);
    }

    // The runtime ends the process if it reads such a file.
    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"runtimeTarget":5,"targets":{},"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":null},"targets":{".NET":{}},"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":".NET"},"targets":[],"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":".NET"},"targets":{".NET":{"A/1":5}},"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":".NET"},"targets":{".NET":{"A/1":{"runtime":{"a.dll":5}}}},"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":".NET"},"targets":{".NET":{}},"libraries":{"A/1":{"type":5}}}""")]
    [InlineData("""{"runtimeTarget":{"name":"another"},"targets":{".NET":{}},"libraries":{}}""")]
    public void ADamagedDependencyListIsAnError(string text)
    {
        var plugin = folder.CopyPlugin("WithPrivateDependency");
        File.WriteAllText(Path.Combine(plugin, "WithPrivateDependency.deps.json"), text);
        var catalog = PluginCatalog.Open([plugin], null);
        var workload = catalog.Workloads.Single(workload => workload.AssemblyPath.StartsWith(plugin, StringComparison.Ordinal));

        Assert.Contains("WithPrivateDependency.deps.json is damaged: ", Assert.Throws<PartimeException>(() => catalog.CreateWorkload(workload, [])).Message, StringComparison.Ordinal);
    }

    /// <summary>The runtime reads it only to find other files.</summary>
    [Fact]
    public void TheDependencyListOfAPluginThatStandsAloneIsNotRead()
    {
        var plugin = folder.CopyPlugin("Curious");
        File.WriteAllText(Path.Combine(plugin, "Curious.deps.json"), "{");

        var catalog = PluginCatalog.Open([plugin], null);
        Assert.NotNull(catalog.CreateWorkload(PluginCatalog.ActivationOf(catalog.FindWorkload("curious"), [])).Workload);
    }

    [Fact]
    public void TheDependencyListsOfRealBuildsAreValid()
    {
        foreach (var name in (string[])["WithPrivateDependency", "WithNativeLibrary", "WithTranslations", "WithAspNet", "Curious"])
        {
            Assert.NotNull(JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(TestPlugin.File(name), ".deps.json"))));
            DependencyList.Check(TestPlugin.File(name));
        }
    }

    public void Dispose() => folder.Dispose();

    private static IWorkload Create(string plugin, string workload)
    {
        var catalog = TestPlugin.Catalog(plugin);
        return catalog.CreateWorkload(catalog.FindWorkload(workload), []).Workload;
    }

    private static async Task<string> RunAsync(IWorkload workload, string input) =>
        System.Text.Encoding.UTF8.GetString((await workload.RunAsync(new WorkItem(0, input), default)).Utf8Value);
}
