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
    private readonly SessionRequest request;
    private readonly Plan plan;
    private readonly Machine machine;
    private readonly WorkloadActivation activation;
    private readonly LoadedWorkload workload;
    private readonly Dictionary<string, LoadedExecutor> executors;
    private readonly Isolation isolation;
    private readonly BoardLayout layout;

    private BoardMemory? memory;
    private PlanRunner? runner;

    /// <param name="request">The session.</param>
    /// <param name="own">What is its own.</param>
    /// <param name="info">Its workload, where its code is loaded from.</param>
    /// <param name="plan">The plan of the session.</param>
    /// <param name="catalog">What constructs the workload.</param>
    /// <param name="executors">Executors of its own.</param>
    /// <param name="machine">This machine.</param>
    public Variant(SessionRequest request, VariantRequest own, WorkloadInfo info, Plan plan, PluginCatalog catalog, Dictionary<string, LoadedExecutor> executors, Machine machine)
    {
        (this.request, this.plan, this.executors, this.machine) = (request, plan, executors, machine);
        activation = PluginCatalog.ActivationOf(info, own.Settings);
        workload = catalog.CreateWorkload(activation);
        layout = new BoardLayout(plan.MaxTasksOf(own.Number), [.. info.Metrics.Select(metric => metric.Name)], KeepValues: request.Outputs.ShowTasks);
        isolation = new Isolation(executors.Values, request.Isolate);
        Describer = new SessionDescriber(workload, own, executors.Values, plan, machine);
        Info = Describer.ToInfo(request, isolation.Names);
    }

    public SessionDescriber Describer { get; }

    public WorkloadInfo Workload => workload.Info;

    /// <summary>What its rows say of it.</summary>
    public SessionInfo Info { get; }

    /// <summary>How far the run under way is, if it is one of this variant.</summary>
    public SessionProgress Progress => runner?.Progress ?? default;

    /// <summary>Why the workload failed when it was disposed of; <see langword="null"/> if it did not.</summary>
    public string? EndFault => runner?.EndFault;

    /// <summary>The executors that run tasks in this process, unless they are isolated.</summary>
    public List<string> InProcess => [.. executors.Values.Where(executor => executor.Executor is not ProcessExecutor).Select(executor => executor.Info.Name)];

    public bool HasWorkerProcesses => InProcess.Count < executors.Count;

    /// <param name="availableBytes">The memory that its board may take.</param>
    public void EnsureFits(long availableBytes) => layout.EnsureFits(availableBytes, plan.Scale == Scale.Weak ? "Choose fewer inputs, or fewer workers." : "Choose fewer inputs.");

    /// <summary>Its runner, created once.</summary>
    public PlanRunner Runner()
    {
        if (runner is not null)
            return runner;
        memory = CreateBoard();
        return runner = new PlanRunner(plan, workload.Workload, name => executors[name].Executor, memory, request.Rules)
        {
            Variant = plan.Configurations.Any(configuration => configuration.Variant > 0) ? Info.Variant : "",
            IsWarm = request.IsWarm,
            UsesWorkload = InProcess.Count > isolation.Names.Count,
            Machine = machine,
            RunnerElsewhere = isolation.RunnersOn(memory, request.IsWarm),
        };
    }

    public void Dispose() => memory?.Dispose();

    /// <summary>If any executor has worker processes, all executors use the memory that these share: so they are compared on equal terms.</summary>
    private BoardMemory CreateBoard()
    {
        var used = plan.Configurations.Select(configuration => executors[configuration.Executor].Executor);
        var withProcesses = used.OfType<ProcessExecutor>().Distinct().ToList();
        if (withProcesses.Count == 0 && isolation.Names.Count == 0)
            return new PrivateBoardMemory(layout);
        if (!OperatingSystem.IsLinux() && request.Isolate)
            throw new PartimeException("Isolation needs Linux: run without it.");
        if (!OperatingSystem.IsLinux())
            throw new PartimeException("process, process-pool and pool-map need Linux: choose among serial, threads, thread-pool, parallel and async.");
        MemoryKills.Watch();
        var shared = WorkerPayload.Write(layout, plan.MaxWorkers, activation, plan.Inputs, isolation.MaxActivationBytes);
        foreach (var executor in withProcesses)
            executor.PoolContext = new PoolContext(shared, request.Rules);
        return shared;
    }
}
