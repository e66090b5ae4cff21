using System.Diagnostics;
using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests;

/// <summary>A run as a session would yield it, but made by hand: nothing is executed and no clock is read.</summary>
internal sealed record MadeRun
{
    public string Executor { get; init; } = "serial";

    public int Workers { get; init; } = 1;

    public ChunkSize ChunkSize { get; init; } = 1;

    public int Number { get; init; } = 1;

    public int Round { get; init; } = 1;

    public Scale Scale { get; init; }

    public Phase Phase { get; init; } = Phase.Measure;

    public (double Startup, double Run, double Shutdown) Seconds { get; init; } = (0.25, 1, 0.5);

    public string? Error { get; init; }

    public RunNoise Noise { get; init; } = new();

    public double? CpuWait { get; init; }

    public double GcWait { get; init; }

    /// <summary>By default none failed, or some did.</summary>
    public RunStatus? Status { get; init; }

    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    public required IReadOnlyList<MadeTask> Tasks { get; init; }

    /// <summary>A run of one task per result; a missing result is a failed task.</summary>
    public static MadeRun Of(params string?[] results) =>
        new() { Tasks = [.. results.Select((result, index) => new MadeTask($"input {index}", result is null ? null : WorkResult.Of(result)))] };

    public RunRecord Record()
    {
        var asked = 1_000 * Stopwatch.Frequency;
        var ready = asked + Ticks(Seconds.Startup);
        var done = ready + Ticks(Seconds.Run);
        var board = new Board(Work.Empty, (index, _) => new WorkItem(index, Tasks[(int)index].Input), new PrivateBoardMemory(new BoardLayout(Tasks.Count, [.. Metrics.Select(metric => metric.Name)], KeepValues: true)));
        board.Reset(Workers, ChunkSize);
        for (var index = 0; index < Tasks.Count; index++)
            if (!Tasks[index].NeverStarted)
                board.Record(Tasks[index].Record(index, ready));
        board.Log.CancelUnfinished("never started");

        var totals = TaskTotals.Of(board.Log.Slots) with { Metrics = MetricTotal.AllOf(board.Log, Metrics) };
        var configuration = new Configuration(Executor, Workers, ChunkSize);
        var times = new RunTimes(asked, ready, done, done + Ticks(Seconds.Shutdown));
        return new RunRecord(
            new PlannedRun(Number, Phase, Round, Order: 1, configuration),
            new DateTimeOffset(2026, 11, 23, 21, 5, 6, TimeSpan.Zero).AddMicroseconds(789),
            times,
            new RunCosts(new CpuTime(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(0.125))),
            totals,
            Status ?? (Error is not null ? RunStatus.Error : totals.Failed > 0 ? RunStatus.Failed : RunStatus.Ok),
            Error,
            new RunTasks(board.Log, board.GetItem, asked))
        {
            Noise = Noise,
            WorkerTime = WorkerTime.Of(times, Workers, board.Log) with { CpuWait = CpuWait, GcWait = GcWait },
        };
    }

    public Observation Observation() => Tool.Analysis.Observation.Of(Record(), new SessionInfo
    {
        Id = "session",
        Workload = "moons",
        Settings = Scale == Scale.Strong ? null : new SessionSettings(new RoundsSpec(1), Warmup: 0, new TaskRules()) { Scale = Scale },
    });

    private static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);
}

/// <summary>A task of a <see cref="MadeRun"/>; it takes half a second from the start of the work.</summary>
internal sealed record MadeTask(string Input, WorkResult? Result = null)
{
    public TaskFault Fault { get; init; } = new("System.FormatException", "no such moon");

    public Verdict Verdict { get; init; } = Verdict.Error;

    public bool NeverStarted { get; init; }

    public int Worker { get; init; }

    public TaskRecord Record(long index, long readyTicks) => new()
    {
        Index = index,
        Worker = Worker,
        Verdict = Result is null ? Verdict : Verdict.Ok,
        StartedTicks = readyTicks,
        EndedTicks = readyTicks + (Stopwatch.Frequency / 2),
        Result = Result ?? default,
        Fault = Result is null ? Fault : null,
    };
}
