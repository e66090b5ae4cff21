using System.Globalization;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>A run as statistics see it, either just measured or read from a file.</summary>
/// <param name="Scenario">What was run.</param>
/// <param name="Session">The id of the session that measured it.</param>
/// <param name="Planned">Its place in that session.</param>
/// <param name="Times">How long it took.</param>
/// <param name="Status">How it ended.</param>
internal sealed record Observation(Scenario Scenario, string Session, PlannedRun Planned, TimeParts Times, RunStatus Status)
{
    /// <summary>How many tasks it had.</summary>
    public long Tasks => Scenario.TasksWith(Planned.Configuration.Workers);

    /// <summary>The executor's options in effect, as <c>key=value; key=value</c>.</summary>
    public string ExecutorOptions { get; init; } = "";

    /// <summary>Whether it had a fresh process for itself.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>The digest of all results; <see langword="null"/> if it is not known.</summary>
    public ulong? ResultDigest { get; init; }

    /// <summary>The mean number of tasks under way; <see langword="null"/> if no task took any time.</summary>
    public double? ConcurrencyMean { get; init; }

    /// <summary>The sum of the durations of all tasks; <see langword="null"/> if it is not known.</summary>
    public double? WorkSeconds { get; init; }

    /// <summary>The lower bound for any schedule of its tasks; <see langword="null"/> if it is not known.</summary>
    public double? IdealSeconds { get; init; }

    /// <summary>The duration of the longest task; <see langword="null"/> if it is not known.</summary>
    public double? LongestTaskSeconds { get; init; }

    /// <summary>The sum of the peak memory of its worker processes; <see langword="null"/> without any.</summary>
    public long? PeakRssBytes { get; init; }

    /// <summary>Whether its workers were processes. An isolated run has one process for all of them.</summary>
    public bool HasWorkerProcesses => PeakRssBytes is not null && !IsIsolated;

    /// <summary>How its workers spent its time; <see langword="null"/> if it is not known.</summary>
    public WorkerTime? WorkerTime { get; init; }

    /// <summary>The CPU time of partime and its workers; <see langword="null"/> if it is not known.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>The share of its workers' time for which a CPU worked, not counting the waits for one, nor what compiled code; <see langword="null"/> if it is
    /// not known.</summary>
    public double? CpuShare
    {
        get
        {
            if (CpuSeconds is not { } cpu || Times.Wall <= 0)
                return null;
            var wait = WorkerTime?.CpuWait ?? 0;
            // Of the time for which code was compiled, threads that compile wait for a CPU as others do.
            var compiling = Math.Min(cpu, (Noise.CompileSeconds ?? 0) * (cpu > 0 ? cpu / (cpu + wait) : 0));
            var most = Math.Max(cpu, (Times.Wall * Planned.Configuration.Workers) - wait) - compiling;
            return most > 0 ? (cpu - compiling) / most : null;
        }
    }

    /// <summary>The share of its workers' time for which the garbage collector stopped them; <see langword="null"/> if it is not known.</summary>
    public double? GcShare => WorkerTime is { Wall: > 0 } time ? time.GcWait / (time.Wall * time.Workers) : null;

    /// <summary>What a task allocated on the managed heap, on average; <see langword="null"/> if it is not known.</summary>
    public double? BytesPerTask => Tasks > 0 ? Noise.AllocatedBytes / (double)Tasks : null;

    /// <summary>How many CPUs it kept busy on average, without what compiled code, which other threads do; <see langword="null"/> if it is not known.</summary>
    public double? CpusUsed => CpuSeconds is { } cpu && Times.Wall > 0 ? Math.Max(0, cpu - (Noise.CompileSeconds ?? 0)) / Times.Wall : null;

    /// <summary>How many of its workers waited for a CPU on average; 0 if it is not known.</summary>
    public double WaitingForCpu => Times.Wall > 0 ? (WorkerTime?.CpuWait ?? 0) / Times.Wall : 0;

    /// <summary>The metrics of the workload, aggregated; none if they are not known.</summary>
    public IReadOnlyList<MetricTotal> Metrics { get; init; } = [];

    /// <summary>What failed other than a task; empty for nothing.</summary>
    public string Error { get; init; } = "";

    /// <summary>The remarks in its row, if it was read from a file.</summary>
    public string Remarks { get; init; } = "";

    /// <summary>What else happened on the machine.</summary>
    public RunNoise Noise { get; init; } = new();

    /// <summary>Whether the first failure ended its session.</summary>
    public bool EndsAtFailure { get; init; }

    /// <summary>Whether it ended before all tasks were tried.</summary>
    public bool IsCutShort => Status == RunStatus.Cancelled || (EndsAtFailure && Status == RunStatus.Failed);

    /// <summary>Whether it does not count and is measured again.</summary>
    public bool IsSuspended => Status == RunStatus.Suspended;

    /// <summary>Whether all tasks were tried, so that the time is that of a whole run.</summary>
    public bool IsComplete => Status is RunStatus.Ok or RunStatus.Failed && !IsCutShort;

    /// <summary>Whether it shows how long the tasks take one after the other.</summary>
    public bool IsReference => Planned.Configuration.Executor == Summary.Baseline && Status == RunStatus.Ok && WorkerTime is not null;

    /// <summary>Where the time of its workers went. If tasks failed, it did not do the same work as the serial run, and is not compared with it.</summary>
    /// <returns><see langword="null"/> if its times are not known.</returns>
    public Losses? LossesAgainst(Observation? serial) => WorkerTime is { } time ? Losses.Of(time, Status == RunStatus.Ok && serial is not null ? serial.WorkerTime?.ForTasks(Tasks, serial.Tasks) : null) : null;

    /// <summary>The speed-up over that serial run; under weak scaling, the scaled one. A warm-up run says nothing about a measured one: its code is cold.</summary>
    /// <returns><see langword="null"/> if there is none, or if this run did not do all of its work.</returns>
    public double? SpeedUpOver(Observation? serial) =>
        serial is { Tasks: > 0 } && serial.Planned.Phase == Planned.Phase && Status == RunStatus.Ok && Times.Wall > 0 ? serial.Times.Wall / Times.Wall * (Tasks / (double)serial.Tasks) : null;

    /// <summary>Identifies the runs that are compared with each other. They are measured close together, so a temporary slow-down slows all of
    /// them.</summary>
    public RoundKey RoundKey => new(Session, Planned.Round);

    public static Observation Of(RunRecord run, SessionInfo session) =>
        new(Scenario.Of(session, run.Planned.Configuration.Workers, run.Tasks.Count), session.Id, run.Planned, TimeParts.Of(run.Times), run.Status)
        {
            EndsAtFailure = session.Settings?.Rules.FailFast == true,
            ExecutorOptions = session.ExecutorOptions.GetValueOrDefault(run.Planned.Configuration.Executor, ""),
            IsIsolated = session.Isolated.Contains(run.Planned.Configuration.Executor),
            ResultDigest = run.Totals.ResultDigest,
            ConcurrencyMean = run.Totals.ConcurrencyMean,
            WorkSeconds = Ticks.ToSeconds(run.Totals.WorkTicks),
            IdealSeconds = run.Totals.IdealSeconds(run.Planned.Configuration.Workers),
            LongestTaskSeconds = Ticks.ToSeconds(run.Totals.LongestTicks),
            PeakRssBytes = run.Costs.PeakRssBytes,
            WorkerTime = run.WorkerTime,
            CpuSeconds = run.Costs.Cpu.TotalSeconds,
            Metrics = run.Totals.Metrics,
            Error = run.Error ?? "",
            Noise = run.Noise,
        };
}

/// <summary>A round of a session.</summary>
internal sealed record RoundKey(string Session, int Round);

/// <summary>What was measured, apart from how it was run. Times of equal scenarios are comparable.</summary>
/// <param name="Workload">The workload's name.</param>
/// <param name="Parameters">Its options in effect, as <c>key=value; key=value</c>.</param>
/// <param name="Inputs">The digest of all inputs; empty if it is not known.</param>
/// <param name="Tasks">The number of tasks of a run; under weak scaling, of a run with one worker.</param>
/// <param name="IsWarm">Whether the times leave out the start-up and shutdown of pools.</param>
internal sealed record Scenario(string Workload, string Parameters, string Inputs, long Tasks, bool IsWarm)
{
    /// <summary>Kept as a truth value, because comparing an enumeration of a record is compiled at every start.</summary>
    private readonly bool isWeak;

    public Scale Scale { get => isWeak ? Scale.Weak : Scale.Strong; init => isWeak = value == Scale.Weak; }

    public long TasksWith(int workers) => Scale.TasksWith(workers, Tasks);

    /// <summary>The parameter by which it differs from other variants of its session in nothing but the number of tasks; <see langword="null"/> without it.</summary>
    public string? VariedTasks => Parameters.Split("; ").LastOrDefault() is { } last && last == "tasks=" + Tasks.ToString(CultureInfo.InvariantCulture) ? last : null;

    /// <summary>The same for all variants that differ in nothing but a varied number of tasks.</summary>
    public Scenario WithoutVariedTasks => VariedTasks is { } varied ? this with { Tasks = 0, Parameters = Parameters[..^varied.Length].TrimEnd(' ', ';') } : this;

    /// <summary>The scenario of a run with so many tasks.</summary>
    public static Scenario Of(SessionInfo session, int workers, long tasks)
    {
        var scale = session.Settings?.Scale ?? Scale.Strong;
        return new(session.Workload, session.ParametersText, session.InputsDigest, tasks / scale.CopiesWith(workers), session.IsWarm) { Scale = scale };
    }
}

/// <summary>How long a run took and where the time went, in seconds.</summary>
/// <param name="Wall">The whole run.</param>
/// <param name="Startup">Until the pool was ready.</param>
/// <param name="Run">From then until every task had a verdict.</param>
/// <param name="Shutdown">From then until the pool was gone.</param>
internal readonly record struct TimeParts(double Wall, double Startup, double Run, double Shutdown)
{
    public static TimeParts Of(RunTimes times) => new(times.WallSeconds, times.StartupSeconds, times.RunSeconds, times.ShutdownSeconds);
}
