using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Sessions;

/// <summary>One workload with its options, under all executors of a session: what is loaded for it, its board, and what runs it. Variants share nothing
/// that a run could change.</summary>
internal sealed class Variant : IDisposable
{
    /// <summary>Each takes about 40 MB.</summary>
    private const int MaxWarmProcesses = 256;

    private readonly SessionRequest request;
    private readonly Plan plan;
    private readonly NodeSessions nodes;
    private readonly Machine machine;
    private readonly WorkloadActivation activation;
    private readonly LoadedWorkload workload;
    private readonly Dictionary<string, LoadedExecutor> executors;
    private readonly Dictionary<Configuration, LoadedExecutor> ofWarmPools = [];
    private readonly Isolation isolation;
    private readonly BoardLayout layout;

    private BoardMemory? memory;
    private PlanRunner? runner;

    /// <param name="request">The session.</param>
    /// <param name="own">What is its own.</param>
    /// <param name="info">Its workload, where its code is loaded from.</param>
    /// <param name="plan">The plan of the session.</param>
    /// <param name="catalog">What constructs the workload.</param>
    /// <param name="load">Loads executors of its own.</param>
    /// <param name="nodes">The executors with nodes, which variants share.</param>
    /// <param name="machine">This machine.</param>
    public Variant(SessionRequest request, VariantRequest own, WorkloadInfo info, Plan plan, PluginCatalog catalog, Func<Dictionary<string, LoadedExecutor>> load, NodeSessions nodes, Machine machine)
    {
        (this.request, this.plan, this.nodes, this.machine) = (request, plan, nodes, machine);
        activation = PluginCatalog.ActivationOf(info, own.Settings);
        workload = catalog.CreateWorkload(activation);
        layout = new BoardLayout(plan.MaxTasksOf(own.Number), [.. info.Metrics.Select(metric => metric.Name)], KeepValues: request.Outputs.ShowTasks);
        executors = Load(load);
        // An executor has one pool at a time, and warm pools stay.
        if (request.IsWarm)
            foreach (var configuration in plan.Configurations.Where(configuration => configuration.Variant == own.Number))
                ofWarmPools[configuration] = Load(load)[configuration.Executor];
        isolation = new Isolation(executors.Values, request.Isolate);
        Describer = new SessionDescriber(workload, own, executors.Values, plan, machine);
        Info = Describer.ToInfo(request, isolation.Names);
    }

    public SessionDescriber Describer { get; }

    public WorkloadInfo Workload => workload.Info;

    /// <summary>What the author of a workload did not mean, and partime does not refuse.</summary>
    public IEnumerable<string> Mistakes =>
        PluginCatalog.IsBundled(Workload) ? [] : PluginMistakes.Of(Workload).Where(mistake => !mistake.IsHint).Select(mistake => mistake.ToString());

    /// <summary>What its rows say of it.</summary>
    public SessionInfo Info { get; }

    /// <summary>How far the run under way is, if it is one of this variant.</summary>
    public SessionProgress Progress => runner?.Progress ?? default;

    /// <summary>Why the workload failed when it was disposed of; <see langword="null"/> if it did not.</summary>
    public WorkloadFault? EndFault => runner?.EndFault;

    /// <summary>The executors that run tasks in this process, unless they are isolated.</summary>
    public List<string> InProcess => [.. executors.Values.Where(RunsHere).Select(executor => executor.Info.Name)];

    public bool HasWorkerProcesses => InProcess.Count < executors.Count;

    /// <summary>Rejects what cannot be there at once, before anything is measured.</summary>
    public static void EnsureFit(IReadOnlyList<Variant> all, Machine machine)
    {
        foreach (var variant in all)
            variant.EnsureFits((machine.UsableMemoryBytes ?? long.MaxValue) / all.Count);
        var processes = 0;
        foreach (var variant in all)
            foreach (var (configuration, executor) in variant.ofWarmPools)
                processes += RunsHere(executor) ? 0 : configuration.Workers;
        if (processes > MaxWarmProcesses)
            throw new PartimeException($"Warm pools stay for the whole session, and these would have {processes:N0} worker processes, above the limit of {MaxWarmProcesses}: choose smaller or fewer numbers of workers, or fewer variants.");
    }

    /// <param name="availableBytes">The memory that its board may take.</param>
    private void EnsureFits(long availableBytes) => layout.EnsureFits(availableBytes, plan.Scale == Scale.Weak ? "Choose fewer inputs, or fewer workers." : "Choose fewer inputs.");

    /// <summary>Its runner, created once.</summary>
    public PlanRunner Runner()
    {
        if (runner is not null)
            return runner;
        memory = CreateBoard();
        return runner = new PlanRunner(plan, workload.Workload, ExecutorOf, memory, request.Rules)
        {
            Metrics = Info.Metrics,
            Variant = plan.Configurations.Any(configuration => configuration.Variant > 0) ? Info.Variant : "",
            IsWarm = request.IsWarm,
            KeepsPools = !request.Isolate,
            UsesWorkload = InProcess.Count > isolation.Names.Count || workload.Workload is IRunLifetime,
            RunsHere = executor => RunsHere(executors[executor]) && !isolation.Names.Contains(executor),
            Machine = machine,
            RunnerElsewhere = isolation.RunnersOn(memory, request.IsWarm, request.Rules.WarmTasks),
        };
    }

    public void Dispose() => memory?.Dispose();

    /// <summary>For a configuration of another variant, one of the same kind.</summary>
    private IExecutor ExecutorOf(Configuration configuration) => (!request.IsWarm ? executors[configuration.Executor]
        : ofWarmPools.GetValueOrDefault(configuration) ?? ofWarmPools.First(pool => pool.Key.Executor == configuration.Executor).Value).Executor;

    /// <summary>Whether its tasks run in this process, or would without isolation.</summary>
    private static bool RunsHere(LoadedExecutor executor) => executor.Executor is not (ProcessExecutor or NodeSessionExecutor);

    /// <summary>Those with nodes learn what the work is.</summary>
    private Dictionary<string, LoadedExecutor> Load(Func<Dictionary<string, LoadedExecutor>> load)
    {
        var loaded = load();
        foreach (var executor in loaded.Values.Where(executor => executor.Executor is INodeExecutor).ToArray())
            loaded[executor.Info.Name] = executor with { Executor = new NodeSessionExecutor(nodes.Of(executor), new NodeWork(activation, layout, plan, request.Rules, nodes.Joined!) { NamesNodes = layout.KeepValues || request.Outputs.Trace is not null }) };
        return loaded;
    }

    /// <summary>If any executor has worker processes, all executors use the memory that these share: so they are compared on equal terms.</summary>
    private BoardMemory CreateBoard()
    {
        var withProcesses = new Dictionary<ProcessExecutor, int>();
        foreach (var configuration in plan.Configurations)
            if (ExecutorOf(configuration) is ProcessExecutor executor)
                withProcesses[executor] = withProcesses.TryGetValue(executor, out var workers) ? Math.Max(workers, configuration.Workers) : configuration.Workers;
        if (withProcesses.Count == 0 && isolation.Names.Count == 0)
            return new PrivateBoardMemory(layout);
        MemoryKills.Watch();
        var records = request.IsWarm ? Math.Max(plan.MaxWorkers, withProcesses.Values.Sum()) : plan.MaxWorkers;
        var shared = WorkerPayload.Write(layout, records, activation, plan.Inputs, isolation.MaxActivationBytes);
        var next = 0;
        foreach (var (executor, workers) in withProcesses)
        {
            executor.PoolContext = new PoolContext(shared, request.Rules) { FirstRecord = next };
            next += request.IsWarm ? workers : 0;
        }
        return shared;
    }
}
