using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Cli;

/// <summary>The executors that the user chose, the baseline first where they are all, and how they are set.</summary>
internal sealed class ExecutorChoice
{
    private static readonly string[] Usual = ["serial", "threads", OperatingSystem.IsLinux() ? "process-pool" : "async"];

    private readonly PluginCatalog catalog;
    private readonly List<ExecutorInfo> chosen;
    private readonly ILookup<string, Setting> settings;

    /// <param name="catalog">Where they are.</param>
    /// <param name="lists">Names, as <c>--executor</c> takes them; none for the usual ones.</param>
    /// <param name="settings">What <c>--executor-set</c> says.</param>
    public ExecutorChoice(PluginCatalog catalog, IReadOnlyList<string> lists, IEnumerable<string> settings)
    {
        this.catalog = catalog;
        var names = lists.Count == 0 ? Usual : lists.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries));
        chosen = [.. names.SelectMany(name => name == "all" ? All(catalog) : [catalog.FindExecutor(name)]).DistinctBy(executor => executor.Name)];
        var parsed = settings.Select(ExecutorSetting.Parse).ToList();
        foreach (var setting in parsed)
            RequireChosen(setting);
        this.settings = parsed.ToLookup(setting => setting.Executor, setting => setting.Setting);
    }

    public IReadOnlyList<PlannedExecutor> Planned =>
        [.. chosen.Select(executor => new PlannedExecutor(executor.Name, executor.MaxWorkers)
        {
            DefaultWorkers = executor.DefaultWorkers is { } workers ? WorkerSpec.ParseList([workers]) : [WorkerSpec.Default],
            DefaultChunkSize = executor.DefaultChunkSize is { } size ? ChunkSpec.Parse(size) : ChunkSpec.Default,
        })];

    /// <summary>Constructs them all, with their options set.</summary>
    public Dictionary<string, LoadedExecutor> Load() =>
        chosen.ToDictionary(executor => executor.Name, executor => catalog.CreateExecutor(executor, [.. settings[executor.Name]]));

    /// <summary>All that there are on this system.</summary>
    private static IEnumerable<ExecutorInfo> All(PluginCatalog catalog) => catalog.Executors
        .Where(executor => OperatingSystem.IsLinux() || !executor.TypeName.StartsWith($"{typeof(ProcessExecutor).Namespace}.", StringComparison.Ordinal))
        .OrderBy(executor => executor.Name != Summary.Baseline);

    private void RequireChosen(ExecutorSetting setting)
    {
        var executor = catalog.FindExecutor(setting.Executor);
        if (!chosen.Contains(executor))
            throw new PartimeException($"The setting '{setting.Executor}.{setting.Setting.Key}' is for an executor that does not run; these do: {string.Join(", ", chosen.Select(other => other.Name))}. "
                + $"Add the executor '{executor.Name}', or leave the setting out.");
    }
}
