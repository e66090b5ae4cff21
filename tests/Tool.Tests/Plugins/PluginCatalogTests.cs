using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class PluginCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void BundledPluginsAreFoundWithoutBeingNamed()
    {
        var sleep = PluginCatalog.Open([], null).FindWorkload("sleep");
        Assert.Equal("Sleeps for as many seconds as the input says.", sleep.Description);
        Assert.Equal("1,2,3", sleep.SampleInputs);
        Assert.True(sleep.Deterministic);
        Assert.Equal([new MetricInfo("slept_s", "s", "The actual duration of the sleep.", MetricAggregate.Mean)], sleep.Metrics);
        Assert.Equal("Partime.Plugins.Sleep.SleepWorkload", sleep.TypeName);
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "plugins", "Sleep", "Sleep.dll"), sleep.AssemblyPath);
    }

    [Fact]
    public void EveryExecutorOfTheToolIsFoundAndCanBeCreated()
    {
        var catalog = PluginCatalog.Open([], null);
        var own = catalog.Executors.Where(executor => !PluginCatalog.IsBundledPlugin(executor)).ToList();
        var marked = typeof(PluginCatalog).Assembly.GetTypes().Where(type => type.IsDefined(typeof(ExecutorAttribute), false)).ToList();
        Assert.Equal(marked.Select(type => type.FullName).Order(), own.Select(executor => executor.TypeName).Order());
        Assert.All(own, executor => Assert.Contains(catalog.CreateExecutor(executor, []).Executor.GetType(), marked));
    }

    [Fact]
    public void AFolderGivesItsPlugins() => AssertHas("empty", PluginCatalog.Open([TestPlugin.Path("Empty")], null));

    [Fact]
    public void AFileGivesItsPlugins() => AssertHas("empty", PluginCatalog.Open([TestPlugin.File("Empty")], null));

    [Fact]
    public void AFolderOfPluginFoldersGivesThePluginsOfAll()
    {
        folder.CopyPlugin("Empty");
        folder.CopyPlugin("Failing");
        var catalog = PluginCatalog.Open([folder.Path], null);
        AssertHas("empty", catalog);
        AssertHas("failing", catalog);
    }

    [Fact]
    public void AFolderWithAPluginAtItsTopIsNotSearchedFurther()
    {
        var empty = folder.CopyPlugin("Empty");
        Directory.Move(folder.CopyPlugin("Failing"), Path.Combine(empty, "Failing"));
        var catalog = PluginCatalog.Open([empty], null);
        AssertHas("empty", catalog);
        Assert.DoesNotContain(catalog.Workloads, workload => workload.Name == "failing");
    }

    /// <summary>Where the tests of a plugin are built to, for example. It would bring a second executor of every name.</summary>
    [Fact]
    public void TheTestKitBesideAPluginIsNotAPlugin()
    {
        var plugin = folder.CopyPlugin("Empty");
        File.Copy(typeof(Partime.Testing.ExecutorFacts).Assembly.Location, Path.Combine(plugin, "Partime.Testing.dll"));
        var catalog = PluginCatalog.Open([plugin], null);
        AssertHas("empty", catalog);
        Assert.DoesNotContain(catalog.Workloads, workload => workload.Name == "conformance");
    }

    [Fact]
    public void OtherFilesOfAPluginFolderAreItsDependencies()
    {
        var plugin = folder.CopyPlugin("WithPrivateDependency");
        File.WriteAllText(Path.Combine(plugin, "native.dll"), "no .NET assembly");
        File.Copy(TestPlugin.File("NoWorkload"), Path.Combine(plugin, "NoWorkload.dll"));
        AssertHas("greeting", PluginCatalog.Open([plugin], null));
    }

    [Fact]
    public void TheEnvironmentNamesPathsAsPathDoes()
    {
        var paths = string.Join(Path.PathSeparator, TestPlugin.Path("Empty"), "", TestPlugin.File("Failing"));
        var catalog = PluginCatalog.Open([], paths);
        AssertHas("empty", catalog);
        AssertHas("failing", catalog);
    }

    [Fact]
    public void AFileThatIsReachedTwiceCountsOnce()
    {
        var detour = Path.Combine(TestPlugin.Path("Failing"), "..", "Empty", "Empty.dll");
        AssertHas("empty", PluginCatalog.Open([TestPlugin.Path("Empty"), detour], TestPlugin.File("Empty")));
    }

    [Fact]
    public void WorkloadsAreSortedByName()
    {
        var names = TestPlugin.Catalog("Nondeterministic", "Empty", "Failing").Workloads.Select(workload => workload.Name).ToList();
        Assert.Contains("disagreeing", names);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void OpeningRunsNoCodeOfThePluginAndCreatingDoes()
    {
        var catalog = TestPlugin.Catalog("Tracing");
        var tracing = catalog.FindWorkload("tracing");
        Assert.Null(AppContext.GetData("Partime.TestPlugins.Trace"));

        catalog.CreateWorkload(tracing, []);
        Assert.Equal("module initialised, type initialised, constructed", AppContext.GetData("Partime.TestPlugins.Trace"));
    }

    [Fact]
    public void AnUnknownWorkloadIsAnErrorThatNamesTheNearestAndTheKnownOnes()
    {
        var error = Assert.Throws<PartimeException>(() => TestPlugin.Catalog("Empty").FindWorkload("slep"));
        Assert.StartsWith("There is no workload 'slep'. Did you mean 'sleep'? Known workloads: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("empty", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.2", "'0.2'. If it is another input, join the inputs with commas to one word. Known workloads: ")]
    [InlineData("threads", "'threads'. It is an executor: join executors with commas to one word.")]
    public void AnInputOrAnExecutorInThePlaceOfAWorkloadIsNoticed(string name, string told) =>
        Assert.StartsWith($"There is no workload {told}", Assert.Throws<PartimeException>(() => TestPlugin.Catalog("Empty").FindWorkload(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void AnUnknownExecutorIsAnErrorThatNamesTheNearestAndTheKnownOnes()
    {
        var error = Assert.Throws<PartimeException>(() => TestPlugin.Catalog("PluginExecutor").FindExecutor("backward"));
        Assert.StartsWith("There is no executor 'backward'. Did you mean 'backwards'? Known executors: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("elsewhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoWorkloadsOfOneNameAreAnErrorThatNamesBothFiles()
    {
        var error = Assert.Throws<PartimeException>(() => TestPlugin.Catalog("DuplicateName"));
        Assert.Contains("'sleep'", error.Message, StringComparison.Ordinal);
        Assert.Contains(TestPlugin.File("DuplicateName"), error.Message, StringComparison.Ordinal);
        Assert.Contains("Sleep.dll", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static void AssertHas(string name, PluginCatalog catalog) => Assert.Single(catalog.Workloads, workload => workload.Name == name);
}
