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
    public void AllIsEverythingButTheClusterWithTheBaselineFirst()
    {
        var names = Select(["all"]).Planned.Select(executor => executor.Name).ToList();
        Assert.Equal("serial", names[0]);
        Assert.Equal(Catalog.Executors.Select(executor => executor.Name).Order(), names.Append("cluster").Order());
    }

    [Fact]
    public void AllLeavesOutWhatWouldStartTooManyWorkers()
    {
        var selection = Select(["all"]);
        Assert.DoesNotContain(selection.PlannedFor(65), executor => executor.Name == "process");
        Assert.Equal("'all' leaves out process, which would start one worker per task: the limit is 64. Set the number of workers to run it too.", selection.Remark);
        Assert.DoesNotContain(selection.Selected, executor => executor.Name == "process");
    }

    [Fact]
    public void AllHasEveryExecutorWhereTheNumberOfWorkersIsGivenOrTasksAreFew()
    {
        var given = new ExecutorSelection(Catalog, new SessionRequest { Workload = "sleep", Executors = ["all"], Workers = [new Tool.Planning.WorkerSpec(2)] });
        Assert.Contains(given.PlannedFor(20_000), executor => executor.Name == "process");
        var few = Select(["all"]);
        Assert.Contains(few.PlannedFor(64), executor => executor.Name == "process");
        Assert.Null(few.Remark);
    }

    [Fact]
    public void AnExecutorThatIsNamedAndWouldStartTooManyWorkersIsRefusedByName() => Assert.Equal(
        "process would start one worker per task, and 20,000 are above the limit of 64. Set the number of workers, or leave process out.",
        Assert.Throws<PartimeException>(() => Select(["serial", "process"]).PlannedFor(20_000)).Message);

    [Fact]
    public void AMistakeInAnAttributeIsItsAuthors()
    {
        var threads = Catalog.FindExecutor("threads");
        foreach (var broken in (ExecutorInfo[])[threads with { DefaultWorkers = "many" }, threads with { DefaultChunkSize = "0" }])
        {
            var message = Assert.Throws<PartimeException>(() => ExecutorSelection.PlannedOf(broken)).Message;
            Assert.StartsWith($"The [Executor] attribute of 'threads' in {threads.AssemblyPath} has a mistake. ", message, StringComparison.Ordinal);
            Assert.EndsWith(" Its author can correct it.", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnExecutorNamedTwiceIsSelectedOnce() =>
        Assert.Equal(["async", "serial"], Select(["async", "serial", "async"]).Planned.Select(executor => executor.Name));

    private static ExecutorSelection Select(string[] executors, params string[] settings) =>
        new(Catalog, new SessionRequest { Workload = "sleep", Executors = executors, ExecutorSettings = [.. settings.Select(ExecutorSetting.Parse)] });

    private static void AssertRefused(string reason, string[] executors, params string[] settings) =>
        Assert.StartsWith(reason, Assert.Throws<PartimeException>(() => Select(executors, settings)).Message, StringComparison.Ordinal);
}
