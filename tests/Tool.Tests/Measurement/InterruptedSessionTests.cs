using Partime.Tool.Execution;
using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

public sealed class InterruptedSessionTests : IDisposable
{
    private const int TimeLimit = 120_000;

    private readonly CancellationTokenSource cancellation = new();

    [Fact(Timeout = TimeLimit)]
    public async Task TheRunUnderWayIsTheLastAndWhatItDidIsKept()
    {
        var calls = 0;
        var workload = Work.Of(item =>
        {
            if (++calls == 5 + 3)
                cancellation.Cancel();
            return WorkResult.Of(item.Index);
        });
        var runs = await PlanRuns.Create(workload, 5, rounds: 4, new SerialExecutor()).AllRunsAsync(cancellation.Token);
        Assert.Equal([RunStatus.Ok, RunStatus.Cancelled], runs.Select(run => run.Run.Status));
        Assert.Equal([Verdict.Ok, Verdict.Ok, Verdict.Ok, Verdict.Cancelled, Verdict.Cancelled], runs[1].Verdicts);
        Assert.Null(runs[1].Run.Error);
        var unstarted = runs[1].Run.Tasks[4];
        Assert.Equal((null, null, null, -1), (unstarted.StartedSeconds, unstarted.EndedSeconds, unstarted.DurationSeconds, unstarted.Worker));
        Assert.Contains("before this task started", unstarted.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task ARunThatHadAllItsResultsIsOkAllTheSame()
    {
        var workload = Work.Of(item =>
        {
            if (item.Index == 2)
                cancellation.Cancel();
            return default;
        });
        var (run, _) = Assert.Single(await PlanRuns.Create(workload, 3, rounds: 2, new SerialExecutor()).AllRunsAsync(cancellation.Token));
        Assert.Equal((RunStatus.Ok, null), (run.Status, run.Error));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AnExecutorMayAnswerAnInterruptionByThrowing()
    {
        var executor = new MadeExecutor
        {
            Run = _ =>
            {
                cancellation.Cancel();
                cancellation.Token.ThrowIfCancellationRequested();
            },
        };
        var (run, _) = Assert.Single(await PlanRuns.Create(Work.Echo, 3, executor, new SerialExecutor()).AllRunsAsync(cancellation.Token));
        Assert.Equal((RunStatus.Cancelled, null, 3), (run.Status, run.Error, run.Totals.Failed));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AnotherFailureDuringAnInterruptionIsStillAFailure()
    {
        var executor = new MadeExecutor
        {
            Run = _ =>
            {
                cancellation.Cancel();
                throw new IOException("broken");
            },
        };
        var (run, _) = Assert.Single(await PlanRuns.Create(Work.Echo, 3, executor).AllRunsAsync(cancellation.Token));
        Assert.Equal((RunStatus.Error, "IOException: broken"), (run.Status, run.Error));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AnInterruptionBetweenRunsMakesNoRecord()
    {
        var yielded = 0;
        await foreach (var _ in PlanRuns.Create(Work.Echo, 3, rounds: 3, new SerialExecutor()).RunAsync(cancellation.Token))
        {
            yielded++;
            await cancellation.CancelAsync();
        }
        Assert.Equal(1, yielded);
    }

    public void Dispose() => cancellation.Dispose();
}
