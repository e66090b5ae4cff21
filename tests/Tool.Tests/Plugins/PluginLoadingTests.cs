using System.Runtime.Loader;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class PluginLoadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task ALoadedWorkloadRuns()
    {
        var result = await Create("Empty", "empty").Workload.RunAsync(new WorkItem(7, "x"), default);
        Assert.Equal("7"u8, result.Utf8Value);
    }

    [Fact]
    public void AWorkloadIsNotLoadedIntoAContextThatCanBeUnloaded()
    {
        var context = AssemblyLoadContext.GetLoadContext(Create("Empty", "empty").Workload.GetType().Assembly)!;
        Assert.NotSame(AssemblyLoadContext.Default, context);
        Assert.False(context.IsCollectible);
    }

    [Fact]
    public void TheClassesOfOneAssemblyShareItsLoadContext()
    {
        var catalog = TestPlugin.Catalog("PluginExecutor");
        var backwards = catalog.CreateExecutor(catalog.FindExecutor("backwards"), []).Executor;
        var elsewhere = catalog.CreateExecutor(catalog.FindExecutor("elsewhere"), []).Executor;
        Assert.Same(backwards.GetType().Assembly, elsewhere.GetType().Assembly);
    }

    [Fact]
    public async Task APrivateDependencyBesideThePluginIsUsed()
    {
        var result = await Create("WithPrivateDependency", "greeting").Workload.RunAsync(new WorkItem(0, "moon"), default);
        Assert.Equal("hello moon"u8, result.Utf8Value);
    }

    [Fact]
    public void AMissingPrivateDependencyIsAnErrorThatNamesItAndTheRemedy()
    {
        var plugin = folder.CopyPlugin("WithPrivateDependency");
        File.Delete(Path.Combine(plugin, "PrivateDependency.dll"));
        var catalog = PluginCatalog.Open([plugin], null);

        var error = Assert.Throws<PartimeException>(() => catalog.CreateWorkload(catalog.FindWorkload("greeting"), []));
        Assert.Contains($"{Path.Combine(plugin, "WithPrivateDependency.dll")} needs PrivateDependency, which is not in its folder", error.Message, StringComparison.Ordinal);
        Assert.Contains("EnableDynamicLoading=true", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Throwing", "throwing", "failed in its constructor: no model at /models/moon (InvalidOperationException in ThrowingWorkload.cs:6)")]
    [InlineData("Throwing", "throwing-type", "failed in its constructor: no model at /models/mars (InvalidOperationException in ThrowingTypeWorkload.cs:6)")]
    [InlineData("Unusable", "abstract", "is abstract")]
    [InlineData("Unusable", "closed", "needs a public constructor without parameters")]
    [InlineData("Unusable", "marked-only", "does not implement IWorkload")]
    public void AClassThatCannotBeUsedIsAnErrorThatSaysWhy(string plugin, string workload, string reason)
    {
        var error = Assert.Throws<PartimeException>(() => Create(plugin, workload));
        Assert.Contains($"'{workload}' in {TestPlugin.File(plugin)} {reason}", error.Message, StringComparison.Ordinal);
        Assert.Equal(plugin == "Throwing", error.Stack?.Contains("   at Partime.TestPlugins.Throwing", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void AFileThatWentAwayAfterOpeningIsAnError()
    {
        var plugin = folder.CopyPlugin("Empty");
        var catalog = PluginCatalog.Open([plugin], null);
        File.Delete(Path.Combine(plugin, "Empty.dll"));
        var error = Assert.Throws<PartimeException>(() => catalog.CreateWorkload(catalog.FindWorkload("empty"), []));
        Assert.Contains("cannot be read", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static LoadedWorkload Create(string plugin, string workload)
    {
        var catalog = TestPlugin.Catalog(plugin);
        return catalog.CreateWorkload(catalog.FindWorkload(workload), []);
    }
}
