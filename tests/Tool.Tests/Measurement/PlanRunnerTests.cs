using System.Diagnostics;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Measurement;

public sealed class PlanRunnerTests
{
    private const int TimeLimit = 120_000;

    [Fact(Timeout = TimeLimit)]
    public async Task EveryPlannedRunIsYieldedInItsOrder()
    {
        var runs = await PlanRuns.Create(Work.Echo, 5, rounds: 2, new SerialExecutor(), new MadeExecutor()).AllRunsAsync();
        Assert.Equal([1, 2, 3, 4], runs.Select(run => run.Run.Planned.Number));
        Assert.All(runs.Chunk(2), round => Assert.Equal(["executor 0", "executor 1"], round.Select(run => run.Run.Planned.Configuration.Executor).Order()));
        Assert.All(runs, run => Assert.Equal((RunStatus.Ok, null, 5, 0), (run.Run.Status, run.Run.Error, run.Run.Totals.Ok, run.Run.Totals.Failed)));
        Assert.Single(runs.Select(run => run.Run.Totals.ResultDigest).Distinct());
    }

    [Fact(Timeout = TimeLimit)]
    public async Task EachPartOfARunIsTimedWhereItHappens()
    {
        var moments = new List<long>();
        void Mark() => moments.Add(Stopwatch.GetTimestamp());
        var executor = new MadeExecutor
        {
            Start = () => { Mark(); Mark(); },
            Run = board => { Mark(); board.Drain(0, default); Mark(); },
            Stop = () => { Mark(); Mark(); },
        };

        var before = Stopwatch.GetTimestamp();
        var (run, _) = Assert.Single(await PlanRuns.Create(Work.Echo, 5, executor).AllRunsAsync());
        var after = Stopwatch.GetTimestamp();

        long[] expected = [before, run.Times.Asked, .. moments[..2], run.Times.Ready, .. moments[2..4], run.Times.Done, .. moments[4..], run.Times.Gone, after];
        Assert.Equal(expected.Order(), expected);
        Assert.Equal(run.Times.WallSeconds, run.Times.StartupSeconds + run.Times.RunSeconds + run.Times.ShutdownSeconds, tolerance: 1e-9);
        Assert.True(run.Tasks[0].StartedSeconds >= run.Times.StartupSeconds);
        Assert.True(run.Tasks[4].EndedSeconds <= run.Times.StartupSeconds + run.Times.RunSeconds);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task TheRunStartsAtItsTimeByTheWallClock()
    {
        var before = DateTimeOffset.UtcNow;
        var (run, _) = Assert.Single(await PlanRuns.Create(Work.Echo, 1, new SerialExecutor()).AllRunsAsync());
        Assert.InRange(run.StartedUtc, before, DateTimeOffset.UtcNow);
        Assert.Equal(TimeSpan.Zero, run.StartedUtc.Offset);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task ProcessorTimeOfTheTasksIsCounted()
    {
        var workload = Work.Of(_ =>
        {
            var start = Environment.CpuUsage.TotalTime;
            while (Environment.CpuUsage.TotalTime - start < TimeSpan.FromMilliseconds(40))
                Thread.SpinWait(1_000);
            return default;
        });
        var (run, _) = Assert.Single(await PlanRuns.Create(workload, 1, new SerialExecutor()).AllRunsAsync());
        Assert.True((run.Costs.Cpu.User + run.Costs.Cpu.System) >= TimeSpan.FromMilliseconds(40));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task FailedTasksFailTheRunAndTheSessionGoesOn()
    {
        var workload = Work.Of(item => item.Index == 1 ? throw new FormatException("not a moon") : default);
        var runs = await PlanRuns.Create(workload, 3, rounds: 2, new SerialExecutor()).AllRunsAsync();
        Assert.Equal(2, runs.Count);
        Assert.All(runs, run => Assert.Equal((RunStatus.Failed, null, 2, 1), (run.Run.Status, run.Run.Error, run.Run.Totals.Ok, run.Run.Totals.Failed)));
        Assert.All(runs, run => Assert.Equal([Verdict.Ok, Verdict.Error, Verdict.Ok], run.Verdicts));
    }

    /// <summary>Whatever notices it: what is on the board may look right and is not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NothingCountsOfARunWhoseBoardWasOverwritten(bool isNoticedAtEnd)
    {
        var damaged = new BoardOverwrittenException("the moon was moved");
        var executor = new MadeExecutor
        {
            Run = board => { board.Drain(0, default); if (!isNoticedAtEnd) throw damaged; },
            Stop = () => { if (isNoticedAtEnd) throw damaged; },
        };
        var (run, _) = Assert.Single(await PlanRuns.Create(Work.Echo, 5, executor).AllRunsAsync());
        Assert.Equal((RunStatus.Error, 0, 5), (run.Status, run.Totals.Ok, run.Totals.Failed));
        Assert.StartsWith("The board was overwritten during this run: the moon was moved. ", run.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task NoTasksAreARunAllTheSame()
    {
        var (run, verdicts) = Assert.Single(await PlanRuns.Create(Work.Echo, 0, new SerialExecutor()).AllRunsAsync());
        Assert.Equal(RunStatus.Ok, run.Status);
        Assert.Empty(verdicts);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task ProgressNamesTheRunUnderWayAndNothingBetweenRuns()
    {
        PlanRuns? runs = null;
        var seen = new List<SessionProgress>();
        var workload = Work.Of(_ =>
        {
            seen.Add(runs!.Runner.Progress);
            return default;
        });
        runs = PlanRuns.Create(workload, 3, rounds: 2, new SerialExecutor());
        Assert.Null(runs.Runner.Progress.Run);
        await foreach (var _ in runs.RunAsync(default))
            Assert.Null(runs.Runner.Progress.Run);
        Assert.Equal([1, 1, 1, 2, 2, 2], seen.Select(progress => progress.Run!.Number));
        Assert.Equal([1L, 2L, 3L, 1L, 2L, 3L], seen.Select(progress => progress.ClaimedTasks));
        Assert.All(seen, progress => Assert.Equal(3, progress.Tasks));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task TheTasksOfARunCannotBeMistakenForThoseOfALaterOne()
    {
        var kept = new List<RunRecord>();
        await foreach (var run in PlanRuns.Create(Work.Empty, 3, rounds: 2, new SerialExecutor()).RunAsync(CancellationToken.None))
            kept.Add(run);
        Assert.Throws<InvalidOperationException>(() => kept[0].Tasks[0].Verdict);
        Assert.Equal(Verdict.Ok, kept[1].Tasks[0].Verdict);
    }
}
