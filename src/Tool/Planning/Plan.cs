using System.Globalization;

namespace Partime.Tool.Planning;

/// <summary>Everything that a session will run.</summary>
/// <param name="Inputs">The tasks of each run; under weak scaling, those of one worker.</param>
/// <param name="Configurations">What each round runs once.</param>
/// <param name="Warmup">The number of warm-up rounds.</param>
/// <param name="Rounds">The number of measured rounds.</param>
internal sealed record Plan(TaskInputs Inputs, IReadOnlyList<Configuration> Configurations, int Warmup, RoundsSpec Rounds)
{
    public const int MaxSeed = 1_000_000_000;

    /// <summary>Determines the random order of every round.</summary>
    public long Seed { get; init; }

    public Scale Scale { get; init; }

    public int MaxWorkers
    {
        get
        {
            var max = 0;
            foreach (var configuration in Configurations)
                max = Math.Max(max, configuration.Workers);
            return max;
        }
    }

    /// <summary>How many tasks a run of each variant has; <see langword="null"/> if each has all of them once.</summary>
    public IReadOnlyList<long>? TaskCounts { get; init; }

    /// <summary><see langword="null"/> if the number of rounds is not fixed.</summary>
    public long? RunCount => Rounds.Fixed is { } rounds ? ((long)Warmup + rounds) * Configurations.Count : null;

    /// <param name="inputs">The tasks of each run; under weak scaling, those of one worker.</param>
    /// <param name="executors">What runs them.</param>
    /// <param name="workers">None for each executor's default.</param>
    /// <param name="chunkSizes">None for each executor's default.</param>
    /// <param name="warmup">The number of warm-up rounds.</param>
    /// <param name="rounds">The number of measured rounds.</param>
    /// <param name="cpus">The number of CPUs that this process may use; by default what .NET says.</param>
    /// <param name="scale">Under weak scaling, the default is as many workers as CPUs for every executor.</param>
    /// <param name="variants">How many variants run under each of them.</param>
    /// <param name="taskCounts">How many tasks each variant has; <see langword="null"/> for all.</param>
    public static Plan Create(
        TaskInputs inputs,
        IReadOnlyList<PlannedExecutor> executors,
        IReadOnlyList<WorkerSpec> workers,
        IReadOnlyList<ChunkSpec> chunkSizes,
        int warmup,
        RoundsSpec rounds,
        int? cpus = null,
        Scale scale = Scale.Strong,
        int variants = 1,
        IReadOnlyList<long>? taskCounts = null)
    {
        var configurations = new List<Configuration>();
        // All variants have the same numbers of workers, so that they can be compared.
        var most = taskCounts?.Max() ?? inputs.Count;
        for (var variant = 0; variant < variants; variant++)
        {
            var first = configurations.Count;
            foreach (var executor in executors)
                foreach (var spec in workers.Count > 0 ? workers : scale == Scale.Weak ? [WorkerSpec.Default] : executor.DefaultWorkers)
                {
                    var count = spec.For(most, cpus ?? Environment.ProcessorCount, scale);
                    var usable = executor.MaxWorkers > 0 ? Math.Min(count, executor.MaxWorkers) : count;
                    foreach (var chunks in chunkSizes.Count > 0 ? chunkSizes : [executor.DefaultChunkSize])
                    {
                        var configuration = new Configuration(executor.Name, usable, chunks.For(scale.TasksWith(usable, taskCounts?[variant] ?? inputs.Count), usable)) { Variant = variant };
                        if (configurations.IndexOf(configuration, first) < 0)
                            configurations.Add(configuration);
                    }
                }
        }
        return new Plan(inputs, configurations, warmup, rounds) { Scale = scale, TaskCounts = taskCounts };
    }

    /// <summary>The number of tasks of a run.</summary>
    public long TasksOf(Configuration configuration) => Scale.TasksWith(configuration.Workers, CountOf(configuration.Variant));

    /// <summary>The most tasks of any run of a variant.</summary>
    public long MaxTasksOf(int variant) => Scale.TasksWith(MaxWorkers, CountOf(variant));

    private long CountOf(int variant) => TaskCounts is null ? Inputs.Count : TaskCounts[variant];

    /// <summary>The runs in the order in which they are measured.</summary>
    /// <param name="wantsRound">Whether to measure the round with this number. It is called before each measured round.</param>
    public IEnumerable<PlannedRun> Runs(Func<int, bool> wantsRound)
    {
        for (var round = 1; round <= Warmup; round++)
            foreach (var run in Round(Phase.Warmup, round))
                yield return run;
        for (var round = 1; wantsRound(round); round++)
            foreach (var run in Round(Phase.Measure, round))
                yield return run;
    }

    /// <summary>The runs of one round, in their order.</summary>
    public IEnumerable<PlannedRun> Round(Phase phase, int round)
    {
        var before = ((phase == Phase.Measure ? Warmup : 0) + round - 1) * Configurations.Count;
        var order = RoundOrder.Of(Configurations.Count, Seed, phase, round);
        for (var position = 1; position <= order.Length; position++)
            yield return new PlannedRun(before + position, phase, round, position, Configurations[order[position - 1]]);
    }
}

/// <summary>What planning needs to know of an executor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MaxWorkers">The most workers that it can use, 0 for any number.</param>
internal sealed record PlannedExecutor(string Name, int MaxWorkers)
{
    public IReadOnlyList<WorkerSpec> DefaultWorkers { get; init; } = [WorkerSpec.Default];

    public ChunkSpec DefaultChunkSize { get; init; } = ChunkSpec.Default;
}

/// <summary>One way to run all tasks.</summary>
/// <param name="Executor">The executor's name.</param>
/// <param name="Workers">How many workers, at least 1.</param>
/// <param name="ChunkSize">How many consecutive tasks a worker claims at once.</param>
internal sealed record Configuration(string Executor, int Workers, ChunkSize ChunkSize)
{
    /// <summary>Which variant of its session runs the tasks, from 0. Of runs in a file it is 0: there the scenario tells variants apart.</summary>
    public int Variant { get; init; }

    /// <returns><see langword="null"/> if the text is not as <see cref="ToString"/> writes it.</returns>
    public static Configuration? FromText(string text) =>
        text.Split(':') is [var executor, var workers, var chunks]
        && int.TryParse(workers, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && ChunkSize.FromText(chunks) is { } size
            ? new Configuration(executor, count, size)
            : null;

    /// <summary>As files name it: <c>threads:2:1</c>.</summary>
    public override string ToString() => $"{Executor}:{Workers.ToString(CultureInfo.InvariantCulture)}:{ChunkSize.ToString()}";

    // Written out, because a comparer of chunk sizes would be compiled at every start.
    public bool Equals(Configuration? other) => other is not null && Executor == other.Executor && Workers == other.Workers && ChunkSize == other.ChunkSize && Variant == other.Variant;

    public override int GetHashCode() => (((Executor.GetHashCode(StringComparison.Ordinal) * 31) + Workers) * 31) + Variant;
}

/// <summary>One run to be measured.</summary>
/// <param name="Number">Its number in the session, from 1.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Round">Its round within the phase, from 1.</param>
/// <param name="Order">Its position within the round, from 1.</param>
/// <param name="Configuration">How its tasks are run.</param>
internal sealed record PlannedRun(int Number, Phase Phase, int Round, int Order, Configuration Configuration);

/// <summary>What happens to the tasks of a run when it gets more workers.</summary>
internal enum Scale
{
    /// <summary>They stay the same, and so does the work.</summary>
    Strong,

    /// <summary>Each worker brings all inputs once more: W workers run each of them W times, one after the other.</summary>
    Weak,
}

internal static class ScaleExtensions
{
    /// <summary>How many times as many tasks a run with so many workers has as one with one worker.</summary>
    public static int CopiesWith(this Scale scale, int workers) => scale == Scale.Weak ? workers : 1;

    /// <param name="scale">How tasks grow.</param>
    /// <param name="workers">How many workers a run has.</param>
    /// <param name="tasks">How many tasks a run with one worker has.</param>
    public static long TasksWith(this Scale scale, int workers, long tasks) => scale.CopiesWith(workers) * tasks;
}

internal enum Phase
{
    /// <summary>Recorded, but left out of all statistics.</summary>
    Warmup,

    /// <summary>Counted in the statistics.</summary>
    Measure,
}
