using Partime.Tool.Analysis;

namespace Partime.Tool.Tests.Analysis;

public sealed class ResultCheckTests
{
    private readonly ResultCheck check = new();

    [Fact]
    public void EqualResultsAgree()
    {
        Assert.Null(Compare("1", "2", "3"));
        Assert.Null(Compare("1", "2", "3"));
    }

    [Fact]
    public void ADifferenceNamesBothRunsAndTheTasks()
    {
        check.Compare(MadeRun.Of("1", "2", "3").Record());
        var different = check.Compare((MadeRun.Of("1", "x", "y") with { Executor = "threads", Workers = 4 }).Record());
        Assert.NotNull(different);
        Assert.Equal(("serial", "threads", 4), (different.Reference.Executor, different.Other.Executor, different.Other.Workers));
        Assert.Equal((2, 3), (different.Differing, different.Tasks));
        Assert.Equal(["1 input 1", "2 input 2"], different.Examples.Select(task => $"{task.Item.Index} {task.Item.Text}"));
        Assert.Equal([("2", "x"), ("3", "y")], different.Examples.Select(task => (task.Reference, task.Other)));
    }

    [Fact]
    public void SwappedResultsDiffer()
    {
        Compare("1", "2");
        Assert.Equal(2, Compare("2", "1")!.Differing);
    }

    [Fact]
    public void AFewExamplesAreEnough()
    {
        Compare([.. Enumerable.Repeat("same", 20)]);
        var different = Compare([.. Enumerable.Repeat("other", 20)])!;
        Assert.Equal(20, different.Differing);
        Assert.Equal([0L, 1L, 2L], different.Examples.Select(task => task.Item.Index));
    }

    [Fact]
    public void FailedTasksAreNotCompared()
    {
        Assert.Null(Compare("1", null, "3"));
        Assert.Null(Compare("1", "2", null));
        Assert.Null(Compare(null, null, null));
    }

    [Fact]
    public void ATaskThatFailedAtFirstIsComparedWithItsFirstResult()
    {
        Compare("1", null);
        Assert.Null(Compare("1", "2"));
        Assert.Equal(1, Compare("1", "x")!.Differing);
    }

    [Fact]
    public void EveryRunIsComparedWithTheFirst()
    {
        Compare("1");
        Assert.NotNull(Compare("x"));
        Assert.NotNull(Compare("x"));
        Assert.Null(Compare("1"));
    }

    [Fact]
    public void TasksThatShareAnInputAgree()
    {
        Assert.Null(check.Compare(MadeRun.Of("1", "1", "2", "2").Record(), inputs: 2));
        Assert.Null(check.Compare(MadeRun.Of("1", "2").Record(), inputs: 2));
        Assert.Null(check.Compare(MadeRun.Of("1", "1", "1", "2", "2", "2").Record(), inputs: 2));
        var different = check.Compare(MadeRun.Of("1", "1", "1", "2", "x", "2").Record(), inputs: 2)!;
        Assert.Equal((1, 6, 4), (different.Differing, different.Tasks, different.Examples[0].Item.Index));
    }

    private Disagreement? Compare(params string?[] results) => check.Compare(MadeRun.Of(results).Record());

    [Fact]
    public void ADisagreementNamesTheRunThatTheResultIsFrom()
    {
        check.Compare(MadeRun.Of("1", null).Record());
        check.Compare((MadeRun.Of("1", "2") with { Executor = "threads" }).Record());
        var different = check.Compare((MadeRun.Of("1", "x") with { Executor = "async" }).Record())!;
        Assert.Equal(("threads", "async"), (different.Reference.Executor, different.Other.Executor));
    }
}
