using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>What limits a workload's tasks.</summary>
internal enum WorkKind
{
    /// <summary>They compute: a CPU each is all they need.</summary>
    CpuBound,

    /// <summary>They wait for something outside of this process, and need hardly any CPU.</summary>
    Waiting,

    /// <summary>Side by side they wait for each other, as for a lock.</summary>
    Contended,

    /// <summary>Side by side they need more CPU time, as if they shared the way to memory.</summary>
    MemoryBound,

    /// <summary>They allocate much, and the garbage collector stops them all.</summary>
    Allocating,

    /// <summary>They compute and wait.</summary>
    Mixed,
}

/// <summary>What kind of work the tasks are, with the evidence in numbers. What is not known is <see langword="null"/>.</summary>
internal sealed record Work(WorkKind Kind)
{
    /// <summary>Above it tasks compute.</summary>
    public const double ComputingShare = 0.8;

    /// <summary>Below it tasks wait.</summary>
    private const double WaitingShare = 0.2;

    /// <summary>Bytes per second in tasks, above which collections matter, if there are any.</summary>
    private const double MinAllocationRate = 50e6;

    /// <summary>How much longer tasks must take side by side until that is no noise.</summary>
    private const double MinSlowdown = 1.3;

    /// <summary>The time stamps are a part of shorter tasks.</summary>
    private const double MinTaskSeconds = 1e-6;

    /// <summary>Compiling, connecting and starting threads are a part of shorter runs.</summary>
    private const double MinRunSeconds = 0.02;

    /// <summary>CPU time divided by the time of the serial run, without its waits for a CPU.</summary>
    public required double CpuShare { get; init; }

    /// <summary>Bytes allocated per second of the serial run.</summary>
    public double? AllocationRate { get; init; }

    /// <summary>The share of the serial runs during which the garbage collector stopped them.</summary>
    public double? GcShare { get; init; }

    /// <summary>How often a task gave up its CPU to wait.</summary>
    public double? WaitsPerTask { get; init; }

    /// <summary>How much longer tasks take side by side than under serial, without waiting for a CPU or the garbage collector.</summary>
    public double? Slowdown { get; init; }

    /// <summary>How much more CPU time they need side by side.</summary>
    public double? CpuGrowth { get; init; }

    /// <summary>Instructions per cycle of the serial run.</summary>
    public double? InstructionsPerCycle { get; init; }

    /// <summary>Instructions per cycle side by side; fewer where CPUs wait for memory.</summary>
    public double? InstructionsPerCycleTogether { get; init; }

    /// <summary>Where they ran side by side.</summary>
    public Arm? SideBySide { get; init; }

    /// <summary>The share of the machine's CPU time that other programs used meanwhile; <see langword="null"/> for little. Tasks that they delay look as if they waited for each other.</summary>
    public double? OtherPrograms { get; init; }

    /// <summary>How much longer a computation without memory takes side by side on this machine.</summary>
    public double? SpinSlowdown { get; init; }

    /// <param name="arms">What was measured of one scenario.</param>
    /// <param name="spinSlowdown">How much longer a computation takes on all CPUs of this machine at once; <see langword="null"/> if that was not measured.</param>
    /// <returns><see langword="null"/> without a sound run on one worker.</returns>
    public static Work? Of(IReadOnlyList<Arm> arms, double? spinSlowdown = null)
    {
        var alone = arms.Where(arm => arm.Configuration.Workers == 1 && arm.SoundRuns.Any(run => run is { WorkerTime: not null, CpuSeconds: not null, Times.Wall: > 0 }))
            .OrderBy(arm => arm.Configuration.Executor != Summary.Baseline).FirstOrDefault();
        if (alone is null)
            return null;
        var work = new Work(WorkKind.Mixed)
        {
            CpuShare = MedianOf(alone, run => run.CpuShare) ?? 0,
            AllocationRate = MedianOf(alone, run => run.Noise.AllocatedBytes / run.Times.Wall),
            GcShare = GcShareOf(alone.SoundRuns),
            WaitsPerTask = MedianOf(alone, run => run.Noise.Waits / (double)run.Scenario.Tasks),
            InstructionsPerCycle = MedianOf(alone, run => run.Noise.InstructionsPerCycle),
            SpinSlowdown = spinSlowdown,
        };
        work = work.With(alone, SideBySideWith(alone, arms));
        return work with { Kind = work.Judge() };
    }

    private WorkKind Judge()
    {
        var (slowdown, growth) = (Slowdown ?? 1, CpuGrowth ?? 1);
        // Tasks that wait for each other take longer, and more CPU time explains less than half of it.
        if (slowdown >= MinSlowdown && (growth - 1) * CpuShare < (slowdown - 1) / 2)
            return WorkKind.Contended;
        if (AllocationRate >= MinAllocationRate && GcShare > 0)
            return WorkKind.Allocating;
        if (slowdown >= MinSlowdown * (SpinSlowdown ?? MinSlowdown))
            return WorkKind.MemoryBound;
        return CpuShare > ComputingShare ? WorkKind.CpuBound : CpuShare < WaitingShare ? WorkKind.Waiting : WorkKind.Mixed;
    }

    private Work With(Arm alone, Arm? together)
    {
        var mean = MedianOf(alone, run => run.WorkerTime?.Tasks / run.Scenario.Tasks) ?? 0;
        if (together is null || mean < MinTaskSeconds || mean * alone.Scenario.Tasks < MinRunSeconds)
            return this;
        return this with
        {
            SideBySide = together,
            Slowdown = alone.RatioOver(together, run => run.WorkerTime is { } time ? time.Tasks - (time.CpuWait ?? 0) - time.GcWait : 0)?.Value,
            CpuGrowth = alone.RatioOver(together, run => run.CpuSeconds ?? 0)?.Value,
            InstructionsPerCycleTogether = MedianOf(together, run => run.Noise.InstructionsPerCycle),
            OtherPrograms = Disturbance.Among([together]).FirstOrDefault(disturbance => disturbance.Kind == DisturbanceKind.OtherPrograms)?.Arms[0].Disturbance.Share,
        };
    }

    /// <summary>Tasks in one process, on as many threads as there are CPUs if that was measured.</summary>
    private static Arm? SideBySideWith(Arm alone, IEnumerable<Arm> arms) => arms
        .Where(arm => arm.Configuration.Workers > 1 && arm.Configuration.Executor != "async" && arm.SoundRuns.Any(run => !run.HasWorkerProcesses) && arm.SpeedUpOver(alone) is not null)
        .OrderBy(arm => arm.Configuration.Workers > CpusOf(arm)).ThenBy(arm => Math.Abs(arm.Configuration.Workers - CpusOf(arm))).ThenBy(arm => arm.Configuration.Executor != "threads")
        .FirstOrDefault();

    private static double CpusOf(Arm arm) => arm.Runs[0].Noise.UsableCpus ?? Environment.ProcessorCount;

    /// <summary>Over all rounds: collections are rare, and most of short runs have none.</summary>
    private static double? GcShareOf(IReadOnlyList<Observation> runs) =>
        runs.All(run => run.Noise.GcPauseSeconds is null) ? null : runs.Sum(run => run.Noise.GcPauseSeconds) / runs.Sum(run => run.Times.Wall);

    public static double? MedianOf(Arm arm, Func<Observation, double?> value)
    {
        var values = arm.SoundRuns.Select(value).OfType<double>().Where(double.IsFinite).Order().ToList();
        return values.Count == 0 ? null : values[values.Count / 2];
    }
}
