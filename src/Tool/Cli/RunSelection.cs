using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>What the user asked <c>run</c> for, with nothing looked up yet.</summary>
internal sealed record RunSelection
{
    public required string Workload { get; init; }

    public IReadOnlyList<string> Inputs { get; init; } = [];

    public IReadOnlyList<string> Executors { get; init; } = [];

    /// <summary>None for each executor's own.</summary>
    public IReadOnlyList<WorkerSpec> Workers { get; init; } = [];

    public IReadOnlyList<string> Settings { get; init; } = [];

    public IReadOnlyList<string> ExecutorSettings { get; init; } = [];

    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>The lock file that names all plugins there may be; <see langword="null"/> for any.</summary>
    public string? PluginLock { get; init; }

    public int Times { get; init; } = 1;

    /// <summary>None for each executor's own.</summary>
    public IReadOnlyList<ChunkSpec> ChunkSizes { get; init; } = [];

    public TaskRules Rules { get; init; } = new();

    /// <summary>Whether pools are made before the clock starts.</summary>
    public bool IsWarm { get; init; }

    public RoundsSpec Rounds { get; init; } = RoundsSpec.Auto;

    /// <summary>What the order of every round follows from; <see langword="null"/> for any.</summary>
    public long? Seed { get; init; }

    public EquivalenceBand Band { get; init; } = EquivalenceBand.Default;

    /// <summary>Whether executors that work in this process have a fresh one for each of their runs.</summary>
    public bool Isolate { get; init; }

    public int Warmup { get; init; }

    public required Outputs Outputs { get; init; }

    /// <summary>The runs CSV of the session to be continued.</summary>
    public string? Resume { get; init; }

    public bool DryRun { get; init; }

    public bool Quiet { get; init; }
}
