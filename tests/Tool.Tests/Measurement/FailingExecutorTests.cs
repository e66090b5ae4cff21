using Partime.Tool.Execution;
using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

public sealed class FailingExecutorTests
{
    private const int TimeLimit = 120_000;

    [Fact(Timeout = TimeLimit)]
    public async Task APoolThatCannotStartFailsItsRunAndCancelsTheTasks()
    {
        var (run, verdicts) = await FirstOfTwoAsync(new MadeExecutor { Start = () => throw new InvalidOperationException("no threads left") });
        Assert.Equal((RunStatus.Error, "InvalidOperationException: no threads left"), (run.Status, run.Error));
        Assert.All(verdicts, verdict => Assert.Equal(Verdict.Cancelled, verdict));
        Assert.Equal(0, run.Times.RunSeconds);
        Assert.True(run.Times.StartupSeconds > 0);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task APoolThatThrowsWhileItRunsKeepsWhatItDid()
    {
        var stopped = false;
        var (run, verdicts) = await FirstOfTwoAsync(new MadeExecutor
        {
            Run = board =>
            {
                board.Run(0, 0, default);
                throw new TimeoutException("the cluster is gone");
            },
            Stop = () => stopped = true,
        });
        Assert.Equal((RunStatus.Error, "TimeoutException: the cluster is gone"), (run.Status, run.Error));
        Assert.Equal([Verdict.Ok, Verdict.Cancelled, Verdict.Cancelled], verdicts);
        Assert.True(stopped);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task APoolThatCannotStopFailsItsRun()
    {
        var (run, verdicts) = await FirstOfTwoAsync(new MadeExecutor { Stop = () => throw new IOException("stuck") });
        Assert.Equal((RunStatus.Error, "IOException: stuck"), (run.Status, run.Error));
        Assert.All(verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task TheFirstOfSeveralFailuresIsReported()
    {
        var (run, _) = await FirstOfTwoAsync(new MadeExecutor { Run = _ => throw new IOException("first"), Stop = () => throw new IOException("second") });
        Assert.Equal("IOException: first", run.Error);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task UndoneTasksFailTheRunAndAreCounted()
    {
        var (run, verdicts) = await FirstOfTwoAsync(new MadeExecutor { Run = board => board.Run(1, 0, default) });
        Assert.Equal(RunStatus.Error, run.Status);
        Assert.Contains("2 of 3 tasks", run.Error, StringComparison.Ordinal);
        Assert.Equal([Verdict.Cancelled, Verdict.Ok, Verdict.Cancelled], verdicts);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AnExecutorThatRunsATaskTwiceFailsItsRun()
    {
        var (run, _) = await FirstOfTwoAsync(new MadeExecutor { Run = board => { board.Run(1, 0, default); board.Run(1, 0, default); } });
        Assert.Equal(RunStatus.Error, run.Status);
        Assert.Contains("Task 1", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The run of the executor. A second run must follow and be ok.</summary>
    private static async Task<(RunRecord Run, Verdict[] Verdicts)> FirstOfTwoAsync(MadeExecutor executor)
    {
        var runs = await PlanRuns.Create(Work.Echo, 3, executor, new SerialExecutor()).AllRunsAsync();
        Assert.Equal(2, runs.Count);
        Assert.Equal((RunStatus.Ok, null), (runs[1].Run.Status, runs[1].Run.Error));
        return runs[0];
    }
}
