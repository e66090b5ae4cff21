using Partime.Tool.Analysis;
using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Analysis;

public sealed class FindingsTests
{
    [Fact]
    public void NothingIsFoundWhereNothingIsWrong()
    {
        var findings = Of(resultsCompare: true, MadeRun.Of("1", "2"), MadeRun.Of("1", "2"));
        Assert.Empty(findings.Failures);
        Assert.Empty(findings.Disagreements);
    }

    [Fact]
    public void AFailureNamesTheFirstTaskWithoutAResult()
    {
        var failure = Assert.Single(Of(resultsCompare: true, MadeRun.Of("1", null, "3", null) with { Executor = "threads", Workers = 2 }).Failures);
        Assert.Equal(("threads", 2, 2, 4), (failure.Configuration.Executor, failure.Configuration.Workers, failure.Failed, failure.Tasks));
        Assert.Equal((1, "input 1"), (failure.FirstInput!.Value.Index, failure.FirstInput.Value.Text));
        Assert.Equal(new TaskFault("System.FormatException", "no such moon"), failure.FirstFault);
        Assert.Null(failure.RunError);
    }

    [Fact]
    public void AnExecutorThatFailedIsAFailureEvenIfEveryTaskIsOk()
    {
        var failure = Assert.Single(Of(resultsCompare: true, MadeRun.Of("1", "2") with { Error = "IOException: stuck" }).Failures);
        Assert.Equal(("IOException: stuck", 0, 2), (failure.RunError, failure.Failed, failure.Tasks));
        Assert.Null(failure.FirstInput);
        Assert.Null(failure.FirstFault);
    }

    [Fact]
    public void AnInterruptedRunIsNoFailure() =>
        Assert.Empty(Of(resultsCompare: true, MadeRun.Of("1", null) with { Status = RunStatus.Cancelled }).Failures);

    [Fact]
    public void ResultsAreComparedOnlyIfTheWorkloadPromisesThemEqual()
    {
        Assert.Single(Of(resultsCompare: true, MadeRun.Of("1"), MadeRun.Of("2")).Disagreements);
        Assert.Empty(Of(resultsCompare: false, MadeRun.Of("1"), MadeRun.Of("2")).Disagreements);
    }

    private static Findings Of(bool resultsCompare, params MadeRun[] runs)
    {
        var findings = new Findings(resultsCompare);
        foreach (var run in runs)
            findings.Add(run.Record());
        return findings;
    }
}
