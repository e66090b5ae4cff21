using Partime.Tool.Cli;
using Partime.Tool.Measurement;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Installation;

namespace Partime.Tool.Tests.Plugins;

public sealed class PluginMistakesTests
{
    private const string Types = "use string, bool, a number, an enum, TimeSpan, DateTimeOffset, ByteSize, Uri, Guid, or an array or List of one of these";

    [Theory]
    [InlineData("mistaken-methods",
        "PT001: MistakenMethods.StartAsync is never called, because its declaration is not the contract's: write 'public ValueTask StartAsync(CancellationToken cancellationToken)'.",
        "PT001: MistakenMethods.RunAsync is never called, because its declaration is not the contract's: write 'public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)'.",
        "PT001: MistakenMethods.Dispose is never called, because MistakenMethods does not implement IDisposable: write 'class MistakenMethods : IDisposable'.",
        "PT012: Tasks do not wait for MistakenMethods.Log, and an exception in it ends the process: return Task instead of void, and await it.",
        "PT013: Threads share the static field MistakenMethods.Seen, and worker processes do not, so no result may depend on it: make it a field of the instance, or fill it where it is declared and never change it.",
        "PT013: Threads share the static field MistakenMethods.count, and worker processes do not, so no result may depend on it: make it a field of the instance, or fill it where it is declared and never change it.")]
    [InlineData("mistaken-options",
        $"PT007: The property Address cannot be the option 'address', because it is of the type System.Version: {Types}.",
        "PT007: The property Fixed cannot be the option 'fixed', because it is not public with a getter and a setter.",
        "PT007: The property Hidden cannot be the option 'hidden', because it is not public with a getter and a setter.",
        "PT008: The option 'port' has the Default '70000', and takes a whole number from 0 of the type UInt16: change one of them.",
        "PT008: The option 'pace' has the Default 'medium', and takes Slow|Fast: change one of them.",
        "PT008: The option 'sizes' has the Default '4KiB,1B', and takes a size in whole bytes from 1KiB: change one of them.",
        "PT008: The property Wait behind the option 'wait' of 'mistaken-options' in PLUGIN has the Min '5', which is not a value of the type TimeSpan.",
        "PT008: The property Ratio behind the option 'ratio' of 'mistaken-options' in PLUGIN has the Min 1, which is above its Max 0.5.",
        "PT008: The property Name behind the option 'name' of 'mistaken-options' in PLUGIN has a Min or a Max, which only numbers, durations and sizes can have.",
        "PT010: The option 'key' is required and has a default: leave one of them out.")]
    [InlineData("mistaken-constructor", "PT002: MistakenConstructor cannot be constructed, because it has no public constructor without parameters: add one, and make its parameters options.")]
    [InlineData("mistaken-abstract", "PT002: MistakenAbstract cannot be constructed, because it is abstract: mark a concrete class.")]
    [InlineData("mistaken-generic", "PT002: MistakenGeneric cannot be constructed, because it is generic: mark a class without type parameters.")]
    [InlineData("mistaken-contract", "PT003: MistakenContract is marked [Workload] and does not implement IWorkload: derive it from Workload or BlockingWorkload.")]
    [InlineData("mistaken-executor", "PT003: MistakenExecutor is marked [Executor] and does not implement IExecutor: implement it.")]
    public void DescribeShowsTheMistakesInOneClass(string name, params string[] mistakes)
    {
        using var writer = new StringWriter();
        DescribeCommand.Show(TestPlugin.Catalog("Mistaken").FindAny(name), Terminal.Of(writer, 1000, isColoured: false));
        Assert.Equal(mistakes, writer.ToString().Replace(TestPlugin.File("Mistaken"), "PLUGIN", StringComparison.Ordinal).Split('\n').Where(line => line.StartsWith("PT", StringComparison.Ordinal)));
    }

    [Fact]
    public void OtherPluginsHaveNone()
    {
        var catalog = TestPlugin.Catalog("Options", "PluginExecutor", "Compress", "Empty", "WithPrivateDependency", "WithAspNet", "Flaky");
        Assert.All(catalog.Workloads.Cast<IPluginType>().Concat(catalog.Executors), type => Assert.Empty(PluginMistakes.Of(type)));
    }

    [Fact]
    public void ARunNamesTheMistakesThatItDoesNotRefuse()
    {
        var request = new SessionRequest { Workload = "mistaken-methods", Executors = ["serial"] };
        using var session = new Session(request, TestPlugin.Catalog("Mistaken"), Machine.Read());
        Assert.Equal(["PT001", "PT001", "PT001", "PT012"], session.Remarks.Select(remark => remark[..5]));
    }

    [Fact]
    public async Task AnInstallationNamesTheMistakesAndTheClassesThatAreNotFound()
    {
        using var store = new Store();
        var mistakes = (await store.InstallAsync("Mistaken")).Mistakes;
        Assert.Equal(["PT001", "PT002", "PT003", "PT004", "PT007", "PT008", "PT010", "PT012", "PT013"], mistakes.Select(mistake => mistake.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("PT004: MistakenMark implements IWorkload, and partime does not find it: mark it with [Workload(\"name\", \"description\")].", mistakes[^1].ToString());
    }
}
