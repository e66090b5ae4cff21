using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>What is the same in all runs of a variant in a session. Every row of a runs CSV carries it, so that a file alone tells what was measured
/// and how; what a file does not tell is empty.</summary>
internal sealed record SessionInfo
{
    public required string Id { get; init; }

    public required string Workload { get; init; }

    /// <summary>The workload with the options that the user has set: <c>sum-squares (times=2)</c>. Without any, its name.</summary>
    public string Variant { get => field.Length > 0 ? field : Workload; init; } = "";

    /// <summary>The names of all variants of its session; none if there is only this one.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>Of the first variant, the others.</summary>
    public IReadOnlyList<SessionInfo> Others { get; init; } = [];

    /// <summary>Whether it promises the same result for the same input. Not in a runs CSV.</summary>
    public bool IsDeterministic { get; init; } = true;

    /// <summary>The workload's options in effect, with secrets hidden.</summary>
    public IReadOnlyList<(string Name, string Value)> Parameters { get; init; } = [];

    /// <summary>The workload's metrics; read from a file, those of which runs have a number.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>When the session started; read from a file, when its first run there did.</summary>
    public DateTimeOffset? StartedUtc { get; init; }

    /// <summary>What each round runs once, in the order in which the user named it.</summary>
    public IReadOnlyList<Configuration> Configurations { get; init; } = [];

    /// <summary>Determines the random order of every round.</summary>
    public long? Seed { get; init; }

    public SessionSettings? Settings { get; init; }

    /// <summary>Whether pools start before the stopwatch and end after it.</summary>
    public bool IsWarm { get; init; }

    public string InputsDigest { get; init; } = "";

    /// <summary>The assemblies whose code ran, each with its version and a digest over its files.</summary>
    public IReadOnlyList<string> Plugins { get => field ?? FoundPlugins?.Value ?? []; init; }

    /// <summary>The same, found out when it is first asked for. Not every output tells it, and the system's library for digests takes 5 ms to load.</summary>
    public Lazy<IReadOnlyList<string>>? FoundPlugins { private get; init; }

    /// <summary>The machine's name and what it is, in one line.</summary>
    public string Machine { get; init; } = "";

    /// <summary>By executor, its options in effect as <c>key=value; key=value</c>, with secrets hidden.</summary>
    public IReadOnlyDictionary<string, string> ExecutorOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>The executors that get a fresh process for each run.</summary>
    public IReadOnlyCollection<string> Isolated { get; init; } = [];

    /// <summary>What a reader of the numbers should know, of all runs or of one executor's. A runs CSV has them per run.</summary>
    public IReadOnlyList<Remark> Remarks { get; init; } = [];

    /// <summary>The options of all variants; ask the first one.</summary>
    public IReadOnlyList<string> ParameterNames
    {
        get
        {
            // Loops, because a query over tuples would be compiled at every start.
            var names = new List<string>(Parameters.Count);
            foreach (var (name, _) in Parameters)
                names.Add(name);
            foreach (var other in Others)
                foreach (var (name, _) in other.Parameters)
                    if (!names.Contains(name))
                        names.Add(name);
            return names;
        }
    }

    /// <summary>The value of an option in effect; <see langword="null"/> if the workload does not have it.</summary>
    public string? ValueOf(string option)
    {
        foreach (var (name, value) in Parameters)
            if (name == option)
                return value;
        return null;
    }

    /// <summary>The parameters as <c>key=value; key=value</c>.</summary>
    public string ParametersText
    {
        get
        {
            // A loop, because a query over tuples would be compiled at every start.
            var texts = new List<string>(Parameters.Count);
            foreach (var (name, value) in Parameters)
                texts.Add($"{NameInFiles(name)}={value}");
            return string.Join("; ", texts);
        }
    }

    /// <summary>The names of the workloads of all variants, as a title; ask the first one.</summary>
    public string Workloads => string.Join(", ", All.Select(variant => variant.Workload).Distinct());

    /// <summary>This variant and all others; ask the first one.</summary>
    public IReadOnlyList<SessionInfo> All => [this, .. Others];

    /// <summary>What each round runs once, of all variants; ask the first one.</summary>
    public IReadOnlyList<Configuration> AllConfigurations => [.. All.SelectMany((own, variant) => own.Configurations.Select(configuration => configuration with { Variant = variant }))];

    /// <summary>The variant that runs this configuration; ask the first one.</summary>
    public SessionInfo Of(Configuration configuration) => configuration.Variant == 0 ? this : Others[configuration.Variant - 1];

    /// <summary>An option's name as the columns of files have it.</summary>
    public static string NameInFiles(string option) => option.Replace('-', '_');
}
