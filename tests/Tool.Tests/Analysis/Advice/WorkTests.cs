using Partime.Tool.Analysis;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis.Advices;

public sealed class WorkTests
{
    private static readonly MadeMachine Spin = new();

    [Theory]
    [InlineData("CpuBound")]
    [InlineData("Waiting", 0.01)]
    [InlineData("Mixed", 0.5)]
    [InlineData("Contended", 1, 1)]
    [InlineData("Contended", 0.01, 1)]
    [InlineData("MemoryBound", 1, 1_000, 1.8)]
    [InlineData("CpuBound", 1, 1_000, 1.2)]
    [InlineData("Allocating", 1, 1_000, 1, 100e6, 0.001)]
    [InlineData("CpuBound", 1, 1_000, 1, 100e6, 0)] // Nothing was collected.
    public void TheKindOfWorkFollowsFromItsNumbers(string kind, double cpuShare = 1, double atOnce = 1_000, double growth = 1, double allocated = 0, double gcPause = 0)
    {
        var machine = Spin with { CpuShare = cpuShare, MaxAtOnce = atOnce, CpuGrowth = growth, AllocatedBytesPerSecond = allocated, GcPauseSeconds = gcPause };
        Assert.Equal(Enum.Parse<WorkKind>(kind), machine.AdviceOf("serial,threads,process-pool", "4").Work!.Kind);
    }

    /// <summary>Tasks that wait use so little of it that a multiple means nothing.</summary>
    [Fact]
    public void ALittleMoreCpuTimeDoesNotExplainWhyWaitingTasksTakeLonger()
    {
        var machine = Spin with { CpuShare = 0.01, MaxAtOnce = 1 };
        var runs = machine.Sweep(machine.PlanOf("serial,threads", "4", "1")).Select(run => run with { CpuSeconds = run.CpuSeconds * run.Planned.Configuration.Workers }).ToList();
        var work = Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!.Work!;
        Assert.InRange(work.CpuGrowth!.Value, 3.9, 4.1);
        Assert.Equal(WorkKind.Contended, work.Kind);
    }

    [Fact]
    public void InstructionsPerCycleAreEvidenceWhereTheyAreCounted()
    {
        var runs = (Spin with { CpuGrowth = 1.8 }).Sweep(Spin.PlanOf("serial,threads", "4", "1"))
            .Select(run => run with { Noise = run.Noise with { InstructionsPerCycle = run.Planned.Configuration.Workers == 1 ? 2.5 : 1.2 } }).ToList();
        var advice = Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!;
        Assert.Equal((2.5, 1.2), (advice.Work!.InstructionsPerCycle, advice.Work.InstructionsPerCycleTogether));
        Assert.Contains("the CPU executes 2.50 instructions per cycle, and 1.20 side by side", KindOf(advice), StringComparison.Ordinal);
        Assert.DoesNotContain("per cycle", KindOf(Spin.AdviceOf()), StringComparison.Ordinal);
    }

    /// <summary>They wake late, or start slowly, because of the others.</summary>
    [Fact]
    public void TasksThatWereDelayedByOtherProgramsNeedNotWaitForEachOther()
    {
        var runs = (Spin with { MaxAtOnce = 1, CpuShare = 0.01 }).Sweep(Spin.PlanOf("serial,threads", "4", "1"))
            .Select(run => run with { Noise = run.Noise with { MachineCpus = 4, OthersCpuSeconds = run.Times.Wall } }).ToList();
        Assert.Contains("Tasks seem to wait for each other, as for a lock. Other programs, which used 25% of the machine's CPU time meanwhile,", KindOf(Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!), StringComparison.Ordinal);
        Assert.Contains("Tasks wait for each other, as for a lock: ", KindOf((Spin with { MaxAtOnce = 1, CpuShare = 0.01 }).AdviceOf("serial,threads", "4")), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatHyperThreadsExplainIsNotMemory()
    {
        var runs = (Spin with { CpuGrowth = 1.8 }).Sweep(Spin.PlanOf("serial,threads", "4", "1"));
        Assert.Equal(WorkKind.CpuBound, Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default), spinSlowdown: 1.8)!.Work!.Kind);
    }

    [Theory]
    [InlineData(5e-7, 100_000)]
    [InlineData(1e-4, 10)]
    public void TasksAndRunsThatAreTooShortSayNothingAboutSideBySide(double seconds, int tasks)
    {
        var work = (Spin with { CpuGrowth = 1.8, TaskSeconds = seconds, Tasks = tasks }).AdviceOf("serial,threads", "4").Work!;
        Assert.Equal((WorkKind.CpuBound, null), (work.Kind, work.Slowdown));
    }

    [Fact]
    public void WaitsForACpuAreNoSlowdownOfTheWork()
    {
        var work = (Spin with { CpuWaitShare = 0.5 }).AdviceOf("serial,threads", "8").Work!;
        Assert.Equal(WorkKind.CpuBound, work.Kind);
        Assert.InRange(work.Slowdown!.Value, 0.9, 1.1);
    }

    /// <summary>In the first run, much of the CPU time may be that of the compiler.</summary>
    [Theory]
    [InlineData("Waiting", 0.01, 0.24)]
    [InlineData("CpuBound", 1, 0.5)]
    [InlineData("Mixed", 0.5, 0.24)]
    public void CompilingIsNoWorkOfTheTasks(string kind, double cpuShare, double compileSeconds)
    {
        var machine = Spin with { CpuShare = cpuShare };
        var runs = machine.Sweep(machine.PlanOf("serial,threads", "4", "1"))
            .Select(run => run with { CpuSeconds = run.CpuSeconds + compileSeconds, Noise = run.Noise with { CompileSeconds = compileSeconds } }).ToList();
        Assert.Equal(Enum.Parse<WorkKind>(kind), Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!.Work!.Kind);
    }

    [Fact]
    public void PausesOfTheCollectorAreNoWaitForEachOther()
    {
        var machine = Spin with { AllocatedBytesPerSecond = 100e6, GcPauseSeconds = 0.001 };
        var runs = machine.Sweep(machine.PlanOf("serial,threads", "4", "1")).Select(run => run.Planned.Configuration.Workers == 1
            ? run
            : run with { WorkerTime = run.WorkerTime! with { Tasks = 2 * run.WorkerTime.Tasks, GcWait = run.WorkerTime.Tasks } }).ToList();
        var work = Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default))!.Work!;
        Assert.Equal(WorkKind.Allocating, work.Kind);
        Assert.InRange(work.Slowdown!.Value, 0.9, 1.1);
    }

    private static string KindOf(Advice advice) => AdviceText.Of(advice, new ConfigurationNames([advice.Chosen.Configuration]))[1];
}
