using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Sessions;

/// <summary>The executors of a session, with their settings; the baseline first where they are all there are.</summary>
internal sealed class ExecutorSelection
{
    private static readonly string[] Default = ["serial", "threads", "process-pool"];

    private readonly PluginCatalog catalog;
    private readonly List<ExecutorInfo> selected;
    private readonly ILookup<string, Setting> settings;
    private readonly IReadOnlyList<string> named;
    private readonly List<string> leftOut = [];
    /// <summary>Whether the numbers of workers that executors have by default do not count.</summary>
    private readonly bool hasWorkers;

    public ExecutorSelection(PluginCatalog catalog, SessionRequest request)
    {
        this.catalog = catalog;
        hasWorkers = request.Workers.Count > 0 || request.Scale == Scale.Weak;
        named = request.Executors.Count == 0 ? Default : request.Executors;
        selected = [.. named.SelectMany(name => name == "all" ? All().Where(executor => !request.ExceptExecutors.Contains(executor.Name)) : [catalog.FindExecutor(name)])
            .DistinctBy(executor => executor.Name)];
        foreach (var setting in request.ExecutorSettings)
            RequireSelected(setting);
        settings = request.ExecutorSettings.ToLookup(setting => setting.Executor, setting => setting.Setting);
    }

    public IReadOnlyList<PlannedExecutor> Planned => [.. selected.Select(PlannedOf)];

    /// <summary>What <c>all</c> does not run; <see langword="null"/> for nothing.</summary>
    public string? Remark => leftOut.Count == 0 ? null
        : $"'all' leaves out {string.Join(", ", leftOut)}, which would start one worker per task: the limit is {WorkerSpec.MaxForTasks}. Set the number of workers to run it too.";

    /// <summary>Without the executors that would start one worker per task and cannot start so many: <c>all</c> has named them, and not the user.</summary>
    public IReadOnlyList<PlannedExecutor> PlannedFor(long tasks)
    {
        var planned = new List<PlannedExecutor>();
        foreach (var executor in Planned)
            if (hasWorkers || executor.DefaultWorkers.All(workers => workers.Allows(tasks)))
                planned.Add(executor);
            else if (named.Contains(executor.Name))
                throw new PartimeException($"{executor.Name} would start one worker per task, and {tasks:N0} are above the limit of {WorkerSpec.MaxForTasks}. Set the number of workers, or leave {executor.Name} out.") { Lacks = Argument.Workers };
            else
                leftOut.Add(executor.Name);
        selected.RemoveAll(executor => leftOut.Contains(executor.Name));
        return planned;
    }

    internal static PlannedExecutor PlannedOf(ExecutorInfo executor)
    {
        try
        {
            return new PlannedExecutor(executor.Name, executor.MaxWorkers)
            {
                DefaultWorkers = executor.DefaultWorkers is { } workers ? WorkerSpec.ParseList([workers]) : [WorkerSpec.Default],
                DefaultChunkSize = executor.DefaultChunkSize is { } size ? ChunkSpec.Parse(size) : ChunkSpec.Default,
            };
        }
        catch (PartimeException exception)
        {
            throw new PartimeException($"The [Executor] attribute of '{executor.Name}' in {executor.AssemblyPath} has a mistake. {exception.Message} Its author can correct it.", exception);
        }
    }

    public IReadOnlyList<ExecutorInfo> Selected => selected;

    /// <summary>Constructs them and sets their options.</summary>
    /// <param name="copies">Where their code is loaded from.</param>
    public Dictionary<string, LoadedExecutor> Load(PluginCopies copies) =>
        selected.ToDictionary(executor => executor.Name, executor => catalog.CreateExecutor(copies.Of(executor), [.. settings[executor.Name]]));

    /// <summary>All. Those of bundled plugins have costs of their own, such as an engine to start: users name them.</summary>
    private IEnumerable<ExecutorInfo> All() => catalog.Executors
        .Where(executor => !PluginCatalog.IsBundledPlugin(executor))
        .OrderBy(executor => executor.Name != Summary.Baseline);

    private void RequireSelected(ExecutorSetting setting)
    {
        var executor = catalog.FindExecutor(setting.Executor);
        if (!selected.Contains(executor))
            throw new PartimeException($"The setting '{setting.Executor}.{setting.Setting.Key}' is for an executor that does not run; these do: {string.Join(", ", selected.Select(other => other.Name))}. "
                + $"Add the executor '{executor.Name}', or leave the setting out.");
    }
}
