using System.Globalization;
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

    /// <summary>Further workloads, each a variant.</summary>
    public IReadOnlyList<string> OtherWorkloads { get; init; } = [];

    /// <summary>All of them, to be put in quotes.</summary>
    public string WorkloadNames => string.Join("' or '", OtherWorkloads.Prepend(Workload));

    /// <summary>Options with several values, each of which is a variant; every combination of several such options.</summary>
    public IReadOnlyList<VariedOption> Varied { get; init; } = [];

    /// <summary>Those after <c>--</c>, which go to the option of a workload that takes them.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

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

    /// <summary>Whether each configuration has a pool for all of its runs, which starts before the stopwatch.</summary>
    public bool IsWarm { get; init; }

    /// <summary>Whether executors without worker processes get a fresh process for each run.</summary>
    public bool Isolate { get; init; }

    public EquivalenceBand Band { get; init; } = EquivalenceBand.Default;

    /// <summary>What is compared with, as <see cref="BaselineNames"/> finds it; <see langword="null"/> for serial and the first variant.</summary>
    public string? Baseline { get; init; }

    /// <summary>Whether all variants are to have the same results.</summary>
    public bool SameResults { get; init; }

    public IReadOnlyList<Setting> Settings { get; init; } = [];

    public IReadOnlyList<ExecutorSetting> ExecutorSettings { get; init; } = [];

    /// <summary>Plugin folders and DLLs beside the bundled and the installed ones.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>The lock file that names the only plugins allowed; <see langword="null"/> to allow any.</summary>
    public string? PluginLock { get; init; }

    public Outputs Outputs { get; init; } = new(null, null, Excel: false);

    /// <summary>The runs CSV of the session to be continued.</summary>
    public string? Resume { get; init; }

    /// <summary>What was typed, without the values of secret options; the workloads and the executors say which are secret.</summary>
    public Func<IEnumerable<WorkloadInfo>, IEnumerable<ExecutorInfo>, IReadOnlyList<string>> CommandLine { get; init; } = (_, _) => [];
}

/// <summary>An option with the values that it takes in turn.</summary>
internal sealed record VariedOption(string Key, IReadOnlyList<string> Values)
{
    /// <summary>As <c>key=value,value</c>; a comma within a value is written <c>\,</c>.</summary>
    public static VariedOption Parse(string text)
    {
        if (text.IndexOf('=') <= 0)
            throw new PartimeException($"'{text}' is no option with values: write key=value,value.");
        var setting = Setting.Parse(text);
        var values = new List<string>();
        var start = 0;
        for (var i = 0; i <= setting.Value.Length; i++)
            if (i == setting.Value.Length || (setting.Value[i] == ',' && !(i > 0 && setting.Value[i - 1] == '\\')))
            {
                values.Add(setting.Value[start..i].Replace("\\,", ",", StringComparison.Ordinal));
                start = i + 1;
            }
        if (values.Distinct().Count() < values.Count)
            throw new PartimeException($"The option '{setting.Key}' is varied with a value twice: each value is a variant, and is given once.");
        return new VariedOption(setting.Key, values);
    }
}

/// <summary>A workload with its options: what a session compares with others, besides executors and numbers of workers.</summary>
internal sealed record VariantRequest(string Workload, IReadOnlyList<Setting> Settings)
{
    /// <summary>What varies the number of tasks, unless a workload has an option of this name.</summary>
    public const string TasksKey = "tasks";

    /// <summary>Each has a board of its own, and the executors are loaded for each.</summary>
    private const int MaxVariants = 100;

    /// <summary>The number of tasks as the user has written it among the options that vary; <see langword="null"/> for none.</summary>
    private string? VariedTasks { get; init; }

    /// <summary>Its place among the variants, from 0.</summary>
    public int Number { get; init; }

    /// <summary>How many tasks its runs have; <see langword="null"/> for all.</summary>
    public long? Tasks { get; init; }

    /// <summary>Those of a session, in the order in which they were named.</summary>
    public static IReadOnlyList<VariantRequest> AllOf(SessionRequest request)
    {
        if (request.Varied.GroupBy(option => option.Key).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new PartimeException($"The option '{twice.Key}' is varied twice: name all of its values at once.");
        if (request.Varied.FirstOrDefault(option => request.Settings.Any(setting => setting.Key == option.Key)) is { } both)
            throw new PartimeException($"The option '{both.Key}' is varied and set: leave one of them out.");
        var count = 1.0 + request.OtherWorkloads.Count;
        foreach (var option in request.Varied)
            count *= option.Values.Count;
        if (count > MaxVariants)
            throw new PartimeException($"These are {count:N0} variants, and a session has at most {MaxVariants}: vary fewer options at once, or give them fewer values.");
        List<VariantRequest> variants = [.. request.OtherWorkloads.Prepend(request.Workload).Select(workload => new VariantRequest(workload, request.Settings))];
        foreach (var option in request.Varied)
            variants = [.. from variant in variants from value in option.Values select variant with { Settings = [.. variant.Settings, new Setting(option.Key, value)], VariedTasks = option.Key == TasksKey ? value : variant.VariedTasks }];
        return variants;
    }

    /// <summary>Of several workloads, each gets the settings of options that it has.</summary>
    /// <param name="all">The variants.</param>
    /// <param name="workloads">Their workloads, by name.</param>
    /// <param name="words">Those after <c>--</c>.</param>
    public static IReadOnlyList<VariantRequest> Applicable(IReadOnlyList<VariantRequest> all, IReadOnlyDictionary<string, WorkloadInfo> workloads, IReadOnlyList<string>? words = null)
    {
        if (words is { Count: > 0 })
            all = WithWords(all, workloads, words);
        if (!workloads.Values.Any(workload => HasOption(workload, TasksKey)))
            all = [.. all.Select(WithTasks)];
        if (workloads.Count == 1)
            return all;
        var known = workloads.Values.SelectMany(workload => workload.Options).Select(option => option.Name).ToHashSet();
        bool IsFor(Setting setting, IPluginType workload) => workload.TakesOther(setting.Key) || !workloads.Values.Any((IPluginType other) => other.TakesOther(setting.Key));
        List<VariantRequest> applicable = [];
        foreach (var variant in all)
        {
            // What no workload has is a mistake, and is said to be one where the settings are checked.
            var own = variant.Settings.Where(setting => known.Contains(setting.Key) ? HasOption(workloads[variant.Workload], setting.Key) : IsFor(setting, workloads[variant.Workload])).ToList();
            if (!applicable.Exists(other => other.Workload == variant.Workload && other.Tasks == variant.Tasks && other.Settings.SequenceEqual(own)))
                applicable.Add(variant with { Settings = own });
        }
        return applicable;
    }

    /// <summary>How many tasks each of them has.</summary>
    /// <param name="all">The variants.</param>
    /// <param name="scale">How tasks grow with workers.</param>
    /// <returns><see langword="null"/> if each has all tasks once.</returns>
    public static IReadOnlyList<long>? TaskCountsOf(IReadOnlyList<VariantRequest> all, Scale scale) =>
        all[0].Tasks is null ? null
        : scale == Scale.Weak ? throw new PartimeException("Under weak scaling the tasks grow with the workers, so that their number cannot be varied: leave one of them out.")
        : [.. all.Select(variant => variant.Tasks!.Value)];

    private static IReadOnlyList<VariantRequest> WithWords(IReadOnlyList<VariantRequest> all, IReadOnlyDictionary<string, WorkloadInfo> workloads, IReadOnlyList<string> words) =>
        workloads.Values.Any(workload => OptionOfWords(workload) is not null)
            ? [.. all.Select(variant => OptionOfWords(workloads[variant.Workload]) is { } option ? variant with { Settings = [.. variant.Settings, .. words.Select(word => new Setting(option.Name, word))] } : variant)]
            : throw new PartimeException($"The workload '{string.Join("' and '", workloads.Keys)}' takes no words after '--': leave them out.");

    private static OptionInfo? OptionOfWords(WorkloadInfo workload) => workload.Options.FirstOrDefault(option => option.Rest);

    private static bool HasOption(WorkloadInfo workload, string name) => workload.Options.Any(option => option.Name == name);

    private static VariantRequest WithTasks(VariantRequest variant) => variant.VariedTasks is not { } text ? variant
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tasks) && tasks >= 1 && tasks <= Array.MaxLength
            ? variant with { Tasks = tasks, Settings = [.. variant.Settings.Where(setting => setting.Key != TasksKey)] }
            : throw new PartimeException($"The number of tasks '{text}' is not a whole number from 1 to {Array.MaxLength:N0}.");
}
