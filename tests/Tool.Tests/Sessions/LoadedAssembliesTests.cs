using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

public sealed class LoadedAssembliesTests
{
    [Fact]
    public void PartimeItselfTheWorkloadsAssemblyAndThoseOfTheExecutorsTookPart()
    {
        var catalog = TestPlugin.Catalog("BuiltInDebug", "PluginExecutor");
        var plugins = LoadedAssemblies.Of(
            catalog.FindWorkload("sum-squares"),
            [catalog.FindExecutor("serial"), catalog.FindExecutor("backwards"), catalog.FindExecutor("elsewhere"), catalog.FindExecutor("unoptimized-loop")]);

        Assert.Equal([("partime", "tool"), ("SumSquares", "bundled"), ("PluginExecutor", "named"), ("BuiltInDebug", "named")], plugins.Select(plugin => (plugin.Name, plugin.Origin)));
        Assert.Equal([null, "sum-squares", null, null], plugins.Select(plugin => plugin.Workload));
        Assert.Equal(["serial", "", "backwards elsewhere", "unoptimized-loop"], plugins.Select(plugin => string.Join(' ', plugin.Executors)));
        Assert.Equal(["PluginExecutor.deps.json", "PluginExecutor.dll", "PluginExecutor.runtimeconfig.json"], LoadedAssemblies.WithFiles([plugins[2]])[0].Files.Select(file => file.Path));
    }

    [Fact]
    public void ARemarkOnAnExecutorsAssemblyIsAboutItsRunsAndOneOnTheWorkloadsAboutAll()
    {
        var catalog = TestPlugin.Catalog("BuiltInDebug");
        var (serial, unoptimized) = (catalog.FindExecutor("serial"), catalog.FindExecutor("unoptimized-loop"));
        Assert.Equal(["unoptimized-loop"], About("sum-squares"));
        Assert.Equal([null], About("unoptimized"));

        // Where these tests are built in Debug, so are partime and what is bundled.
        IEnumerable<string?> About(string workload) => LoadedAssemblies.Remarks(LoadedAssemblies.Of(catalog.FindWorkload(workload), [serial, unoptimized]))
            .Where(remark => remark.Text.StartsWith("BuiltInDebug was built in Debug", StringComparison.Ordinal)).Select(remark => remark.Executor);
    }
}
