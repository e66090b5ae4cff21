using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;

namespace Partime.Tool.Sessions;

/// <summary>What the user wants measured: checked for its form, with nothing looked up yet.</summary>
internal sealed record SessionRequest
{
    public required string Workload { get; init; }

    /// <summary>As <see cref="InputSpec"/> reads them; none for the workload's sample inputs.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>How many tasks get each input.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Names, of which <c>all</c> is every executor there is; none for the default ones.</summary>
    public IReadOnlyList<string> Executors { get; init; } = [];

    /// <summary>Executors that <c>all</c> does not include.</summary>
    public IReadOnlyList<string> ExceptExecutors { get; init; } = [];

    /// <summary>None for each executor's own.</summary>
    public IReadOnlyList<WorkerSpec> Workers { get; init; } = [];

    /// <summary>None for each executor's own.</summary>
    public IReadOnlyList<ChunkSpec> ChunkSizes { get; init; } = [];

    /// <summary>Under weak scaling, the inputs are those of one worker.</summary>
    public Scale Scale { get; init; }

    public RoundsSpec Rounds { get; init; } = RoundsSpec.Auto;

    /// <summary>To search for the best configuration in place of measuring all of them; otherwise <see langword="null"/>.</summary>
    public SearchGoal? Search { get; init; }

    public int Warmup { get; init; }

    /// <summary>Determines the random order of every round; <see langword="null"/> for a random one.</summary>
    public long? Seed { get; init; }

    public TaskRules Rules { get; init; } = new();

    /// <summary>Whether pools start before the stopwatch and end after it.</summary>
    public bool IsWarm { get; init; }

    /// <summary>Whether executors without worker processes get a fresh process for each run.</summary>
    public bool Isolate { get; init; }

    public EquivalenceBand Band { get; init; } = EquivalenceBand.Default;

    public IReadOnlyList<Setting> Settings { get; init; } = [];

    public IReadOnlyList<ExecutorSetting> ExecutorSettings { get; init; } = [];

    /// <summary>Plugin folders and DLLs beside the bundled and the installed ones.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>The lock file that names the only plugins allowed; <see langword="null"/> to allow any.</summary>
    public string? PluginLock { get; init; }

    public Outputs Outputs { get; init; } = new(null, null, Excel: false);

    /// <summary>The runs CSV of the session to be continued.</summary>
    public string? Resume { get; init; }

    /// <summary>What was typed, without the values of secret options; the workload and the executors say which are secret.</summary>
    public Func<WorkloadInfo, IEnumerable<ExecutorInfo>, IReadOnlyList<string>> CommandLine { get; init; } = (_, _) => [];
}
