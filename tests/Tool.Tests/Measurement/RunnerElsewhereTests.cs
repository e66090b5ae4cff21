using System.Diagnostics;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Measurement;

public sealed class RunnerElsewhereTests
{
    private const int TimeLimit = 120_000;

    [Fact(Timeout = TimeLimit)]
    public async Task ItsFiguresAreTheRunsAndTheOtherExecutorsRunHere()
    {
        var measurement = new RunMeasurement(new RunTimes(1_000, 2_000, 5_000, 6_000), new RunCosts(default) { PeakRssBytes = 77, Remark = "cold" }, null);
        var runs = await RunsWith(board => board.Drain(0, default), measurement).AllRunsAsync();

        Assert.Equal((measurement.Times, measurement.Costs, RunStatus.Ok, 3L), (runs[0].Run.Times, runs[0].Run.Costs, runs[0].Run.Status, runs[0].Run.Totals.Ok));
        Assert.Equal((null, RunStatus.Ok, 3L), (runs[1].Run.Costs.PeakRssBytes, runs[1].Run.Status, runs[1].Run.Totals.Ok));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task WhatItLostHasItsVerdictAndTheSessionGoesOn()
    {
        var measurement = new RunMeasurement(default, new RunCosts(default), "The process was killed.");
        var runs = await RunsWith(
            board =>
            {
                board.TryClaim(0, out _);
                board.FailUnfinished(Verdict.Crashed, new TaskFault("SIGKILL", "gone"), pid: 42);
            }, measurement).AllRunsAsync();

        Assert.Equal((RunStatus.Error, "The process was killed."), (runs[0].Run.Status, runs[0].Run.Error));
        Assert.Equal([Verdict.Crashed, Verdict.Cancelled, Verdict.Cancelled], runs[0].Verdicts);
        Assert.Equal(RunStatus.Ok, runs[1].Run.Status);
    }

    [Theory]
    [InlineData(7, 7.0)]
    [InlineData(11, null)]
    public void WorkersWaitForACpuNoLongerThanTheyLive(int waited, double? known)
    {
        var seconds = Stopwatch.Frequency;
        var measurement = new RunMeasurement(new RunTimes(0, 0, 5 * seconds, 5 * seconds), new RunCosts(default) { CpuWait = TimeSpan.FromSeconds(waited) }, null);
        Assert.Equal(known, measurement.WorkerTimeOf(Bundled.Board(Work.Of(_ => WorkResult.Of(1)), 1, workers: 2).Log, workers: 2).CpuWait);
    }

    private static PlanRuns RunsWith(Action<Board> run, RunMeasurement measurement)
    {
        var plan = new Plan(new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, 3, 1))], times: 1), [new("there", 1, 1), new("here", 1, 1)], Warmup: 0, new RoundsSpec(1));
        return new PlanRuns(plan, new PlanRunner(plan, Work.Echo, _ => new SerialExecutor(), new PrivateBoardMemory(new BoardLayout(3, [], KeepValues: false)), new TaskRules())
        {
            RunnerElsewhere = executor => executor == "there" ? new MadeRunner(run, measurement) : null,
        });
    }

    private sealed class MadeRunner(Action<Board> run, RunMeasurement measurement) : IRunner
    {
        private bool isPrepared;

        public ValueTask PrepareAsync(CancellationToken cancellationToken)
        {
            isPrepared = true;
            return ValueTask.CompletedTask;
        }

        public ValueTask<RunMeasurement> RunAsync(Board board, CancellationToken cancellationToken)
        {
            Assert.True(isPrepared);
            run(board);
            return new(measurement);
        }
    }
}
