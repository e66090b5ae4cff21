using Partime.Tool.Plugins;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

public sealed class ExecutorSelectionTests
{
    private static readonly PluginCatalog Catalog = TestPlugin.Catalog("PluginExecutor");

    [Fact]
    public void EachExecutorGetsItsOwnSettings()
    {
        var loaded = Select(["threads", "paced", "serial"], "paced.pause=1s", "threads.stack-size=1MiB", "paced.token=x").Load(new PluginCopies([], []));
        Assert.Equal(["threads", "paced", "serial"], loaded.Keys);
        Assert.Equal([new("stack-size", "1048576")], loaded["threads"].Parameters);
        Assert.Equal([new("pause", "1s"), new("room", ""), new("token", "***")], loaded["paced"].Parameters);
        Assert.Empty(loaded["serial"].Parameters);
    }

    [Fact]
    public void AnUnknownExecutorIsAnErrorThatNamesTheNearest() =>
        AssertRefused("There is no executor 'thread'. Did you mean 'threads'? Known executors: ", ["threads"], "thread.stack-size=1MiB");

    [Fact]
    public void AnExecutorThatIsNotInTheRunIsAnErrorThatSaysWhichAre() =>
        AssertRefused(
            "The setting 'threads.stack-size' is for an executor that does not run; these do: serial, async. Add the executor 'threads', or leave the setting out.",
            ["serial", "async"],
            "threads.stack-size=1MiB");

    [Fact]
    public void AnUnknownKeyIsAnErrorThatNamesTheNearest()
    {
        var error = Assert.Throws<PartimeException>(() => Select(["threads"], "threads.stack=1MiB").Load(new PluginCopies([], [])));
        Assert.Equal("The executor 'threads' has no option 'stack'. Did you mean 'stack-size'? Its options: stack-size.", error.Message);
    }

    [Fact]
    public void AllIsEverythingWithTheBaselineFirst()
    {
        var names = Select(["all"]).Planned.Select(executor => executor.Name).ToList();
        Assert.Equal("serial", names[0]);
        Assert.Equal(Catalog.Executors.Select(executor => executor.Name).Order(), names.Order());
    }

    [Fact]
    public void AnExecutorNamedTwiceIsSelectedOnce() =>
        Assert.Equal(["async", "serial"], Select(["async", "serial", "async"]).Planned.Select(executor => executor.Name));

    private static ExecutorSelection Select(string[] executors, params string[] settings) =>
        new(Catalog, new SessionRequest { Workload = "sleep", Executors = executors, ExecutorSettings = [.. settings.Select(ExecutorSetting.Parse)] });

    private static void AssertRefused(string reason, string[] executors, params string[] settings) =>
        Assert.StartsWith(reason, Assert.Throws<PartimeException>(() => Select(executors, settings)).Message, StringComparison.Ordinal);
}
