using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Analysis.Advices;

/// <summary>A machine on paper: what a run of tasks of some kind takes under a configuration, with a little seeded noise.</summary>
internal sealed record MadeMachine
{
    public const string AllExecutors = "serial,threads,async,process-pool";

    public int Cpus { get; init; } = 4;

    public int Tasks { get; init; } = 1_000;

    public double TaskSeconds { get; init; } = 0.001;

    /// <summary>The share of a task's time for which it needs a CPU.</summary>
    public double CpuShare { get; init; } = 1;

    /// <summary>How many tasks can make progress at once.</summary>
    public double MaxAtOnce { get; init; } = double.PositiveInfinity;

    /// <summary>How much more CPU time tasks need when all CPUs work.</summary>
    public double CpuGrowth { get; init; } = 1;

    public double AllocatedBytesPerSecond { get; init; }

    public double GcPauseSeconds { get; init; }

    /// <summary>The share of the time in tasks for which several workers wait for a CPU, beside the time that the tasks themselves take.</summary>
    public double CpuWaitShare { get; init; }

    /// <summary>Of process-pool, with a worker per CPU.</summary>
    public double PoolSeconds { get; init; } = 0.1;

    /// <summary>Per task.</summary>
    public double DispatchSeconds { get; init; } = 1e-7;

    public double Noise { get; init; } = 0.01;

    public Observation Run(PlannedRun planned)
    {
        var (executor, workers, chunk) = (planned.Configuration.Executor, planned.Configuration.Workers, planned.Configuration.ChunkSize);
        var random = new Random(HashOf(planned));
        var noise = 1 + (Noise * ((2 * random.NextDouble()) - 1));
        var running = Math.Min(workers, Tasks);
        var atOnce = Math.Min(executor == "async" && CpuShare > 0.5 ? 1 : running, Math.Min(MaxAtOnce, Cpus / CpuShare));
        var growth = atOnce > 1 ? CpuGrowth : 1;
        var task = TaskSeconds * growth * noise;
        var pool = executor == "process-pool" ? PoolSeconds * workers / Cpus : 0.0001;
        var dispatch = executor == "serial" ? DispatchSeconds / 10 : DispatchSeconds / (chunk.Number ?? 100);
        var run = (Tasks * task / atOnce) + (Tasks * dispatch / atOnce);
        var wall = pool + run;
        var work = Math.Min(running * (run - (Tasks * dispatch / running)), Tasks * task * running / atOnce);
        var time = new WorkerTime
        {
            Workers = workers,
            Wall = wall,
            Startup = pool * workers,
            Tasks = executor == "async" && CpuShare > 0.5 ? Tasks * task : work,
            Dispatch = Tasks * dispatch,
            Imbalance = (workers * run) - (Tasks * dispatch) - (executor == "async" && CpuShare > 0.5 ? Tasks * task : work),
            MaxBusy = run,
            CpuWait = running > 1 ? CpuWaitShare * work : 0,
        };
        var scenario = new Scenario("made", "", "sha256:1", Tasks, IsWarm: false);
        return new Observation(scenario, "one", planned, new TimeParts(wall, pool, run, 0), RunStatus.Ok)
        {
            CpuSeconds = (Tasks * (TaskSeconds * growth * CpuShare)) + (Tasks * dispatch) + (executor == "process-pool" ? pool * workers / 2 : 0),
            WorkSeconds = Tasks * task,
            WorkerTime = time,
            IdealSeconds = Tasks * task / workers,
            Noise = new RunNoise { UsableCpus = Cpus, AllocatedBytes = executor == "process-pool" ? null : (long)(AllocatedBytesPerSecond * Tasks * TaskSeconds), Waits = 0, GcPauseSeconds = GcPauseSeconds },
        };
    }

    /// <summary>All rounds of all configurations.</summary>
    public IReadOnlyList<Observation> Sweep(Plan plan, int rounds = 5) => [.. plan.Runs(round => round <= rounds).Select(Run)];

    public Advice AdviceOf(string executors = AllExecutors, string workers = "2,4,8", double within = Advice.DefaultWithin, int rounds = 5)
    {
        var runs = Sweep(PlanOf(executors, workers, "1"), rounds);
        return Advice.Of(runs, Summary.Of(runs, EquivalenceBand.Default), within)!;
    }

    public Plan PlanOf(string executors = "serial,threads,async,process-pool", string workers = "1,2,4,8,16,32,64", string chunks = "1,auto", int variants = 1, IReadOnlyList<long>? taskCounts = null) => Plan.Create(
        new TaskInputs([new InputSegment.Numbers(IntegerRange.Parse($"0..{Tasks}")!)], times: 1),
        [.. executors.Split(',').Select(name => new PlannedExecutor(name, name == "serial" ? 1 : 0))],
        WorkerSpec.ParseList([workers]),
        ChunkSpec.ParseList([chunks]),
        warmup: 0,
        RoundsSpec.Auto,
        Cpus,
        variants: variants,
        taskCounts: taskCounts) with
    { Seed = 1 };

    private static int HashOf(PlannedRun planned)
    {
        var hash = (planned.Round * 7919) + (planned.Configuration.Variant * 104_729);
        foreach (var letter in planned.Configuration.ToString())
            hash = (hash * 31) + letter;
        return hash;
    }
}
