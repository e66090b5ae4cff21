using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Installation;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;
using Partime.Tool.Reporting;

namespace Partime.Tool.Sessions;

/// <summary>One measurement, stage by stage. Everything is looked up and checked when it opens; nothing is written before that.</summary>
/// <remarks>
/// <code>
///   SessionRequest ──► Open ──► OpenOutputs ──► MeasureAsync ──► Conclusion
///                       │ Plan       │ files        │ a row per run     summaries, remarks, problems
///                       └ Info       └ created      └ an Observation per run
/// </code>
/// </remarks>
internal sealed class Session : IDisposable
{
    private readonly SessionRequest request;
    private readonly LoadedWorkload workload;
    private readonly WorkloadActivation activation;
    private readonly Dictionary<string, LoadedExecutor> executors;
    private readonly Isolation isolation;
    private readonly SessionDescriber describer;
    private readonly Machine machine;
    private readonly BoardLayout layout;
    private readonly PluginCopies copies;
    private readonly string? leftOut;

    private BoardMemory? memory;
    private PlanRunner? runner;
    private RunReport? report;

    /// <summary>Looks up and checks everything, and loads the plugins. Writes nothing.</summary>
    /// <exception cref="PartimeException">Something is missing or wrong.</exception>
    public Session(SessionRequest request, PluginCatalog catalog, Machine machine)
    {
        (this.request, this.machine) = (request, machine);
        var found = catalog.FindWorkload(request.Workload);
        var selection = new ExecutorSelection(catalog, request);
        copies = new PluginCopies([found, .. selection.Selected], PlacesForCopies());
        try
        {
            foreach (var folder in copies.Folders)
                catalog.RequireAllowed(folder);
            var workloadInfo = copies.Of(found);
            Resumption = request.Resume is { } file ? Resumption.Read(file) : null;
            Plan = CreatePlan(workloadInfo, selection);
            leftOut = selection.Remark;
            activation = PluginCatalog.ActivationOf(workloadInfo, request.Settings);
            workload = catalog.CreateWorkload(activation);
            layout = new BoardLayout(Plan.MaxTasks, [.. workloadInfo.Metrics.Select(metric => metric.Name)], KeepValues: request.Outputs.ShowTasks);
            layout.EnsureFits(machine.UsableMemoryBytes ?? long.MaxValue, Plan.Scale == Scale.Weak ? "Choose fewer inputs, or fewer workers." : "Choose fewer inputs.");
            executors = selection.Load(copies);
            isolation = new Isolation(executors.Values, request.Isolate);
            describer = new SessionDescriber(workload, executors.Values, Plan, machine);
            var info = describer.ToInfo(request, isolation.Names);
            Info = Resumption?.Continue(info, request.Isolate, request.Outputs.Excel) ?? info;
            Resumption?.EnsurePlanned(Plan);
            Outcome = new SessionOutcome(Info, Plan, request.Band, workloadInfo.Deterministic, Resumption?.Finished ?? [],
                request.Search is { } goal ? new AdaptiveSearch(Plan, goal, machine.UsableCpus) : null);
        }
        catch
        {
            copies.Dispose();
            throw;
        }
    }

    public SessionInfo Info { get; }

    public Plan Plan { get; }

    /// <summary>The session that it continues.</summary>
    public Resumption? Resumption { get; }

    public SessionOutcome Outcome { get; }

    /// <summary>How far the run under way is; read from another thread.</summary>
    public SessionProgress Progress => runner?.Progress ?? default;

    /// <summary>Executors that are left out, and settings that have no effect on the others, a sentence each.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            if (leftOut is not null)
                yield return leftOut;
            if (request.Rules.Timeout is not null && InProcess.Count > 0)
                yield return $"The timeout has no effect on {string.Join(", ", InProcess)}: only worker processes can be stopped.";
            if (request.Rules.MaxTasksPerWorker > 0 && InProcess.Count == executors.Count)
                yield return "The maximum of tasks per worker has no effect here: only worker processes can be replaced.";
            if (request.Isolate && InProcess.Count == 0)
                yield return "Isolation has no effect here: worker processes are new in every run anyway.";
        }
    }

    /// <summary>What is to be said of the files after the last run, a sentence each.</summary>
    public IEnumerable<string> OutputRemarks => report?.SheetRemarks ?? [];

    /// <summary>Which outputs will be large or hold a part, once they are created, a sentence each.</summary>
    public IEnumerable<string> SizeWarnings => TasksCsvSize.Warnings(Plan, Info.Metrics.Count, request.Outputs, report?.TaskRowsKept ?? 0);

    /// <summary>Must come before the first session of a command.</summary>
    public static void Begin()
    {
        NestingGuard.Enter();
        StartConditions.Capture(WorkerDescriptors.End);
    }

    /// <summary>Opens the only session of a command.</summary>
    public static Session Open(SessionRequest request, PluginCatalog catalog)
    {
        Begin();
        return new Session(request, catalog, Machine.Read());
    }

    /// <summary>Refuses outputs that could not be opened, without touching any file.</summary>
    /// <returns>The rows that the tasks CSV has already, and keeps.</returns>
    public long EnsureOutputsPossible() => RunReport.EnsurePossible(request.Outputs, Info);

    /// <summary>Creates the outputs.</summary>
    /// <returns>What was done to the ends of files that are appended to, a sentence each.</returns>
    public IReadOnlyList<string> OpenOutputs()
    {
        CreateRunner();
        var outputs = request.Outputs with { Kept = Resumption?.Kept(), Former = Resumption?.FinishedLines ?? [] };
        OwnFiles.Keep();
        report = new RunReport(outputs, Info, outputs.Json is not null || outputs.Html is not null || outputs.Xlsx is not null ? describer.ToDetails(request) : null);
        return report.Remarks;
    }

    /// <summary>Measures what remains of the plan, and writes each run when it is over. Concludes the files however it ends.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (request.Search is not null)
            {
                Outcome.SpinSlowdown = SpinCheck.Slowdown(machine.MaxParallel);
                SystemReading.CountInstructions();
            }
            await foreach (var run in RunAsync(Outcome.Remaining(run => Resumption?.Find(run)), cancellationToken))
            {
                RequireUnchanged();
                var against = Outcome.Add(run);
                report!.Write(run, Outcome.Findings, against);
            }
        }
        finally
        {
            Outcome.Findings.AddEndFault(runner!.EndFault);
            report!.Conclude(Conclusion, Outcome.Findings);
        }
    }

    /// <summary>Measures the given runs of the plan and writes nothing.</summary>
    public IAsyncEnumerable<RunRecord> RunAsync(IEnumerable<PlannedRun> runs, CancellationToken cancellationToken)
    {
        CreateRunner();
        return runner!.RunAsync(runs, cancellationToken);
    }

    /// <summary>What the session ends with. Ask for it after the last run.</summary>
    public Conclusion Conclusion => field ??= Outcome.Conclude();

    public void Dispose()
    {
        report?.Dispose();
        memory?.Dispose();
        copies.Dispose();
    }

    /// <summary>The executors that run tasks in this process, unless they are isolated.</summary>
    private List<string> InProcess => [.. executors.Values.Where(executor => executor.Executor is not ProcessExecutor).Select(executor => executor.Info.Name)];

    private Plan CreatePlan(WorkloadInfo workload, ExecutorSelection selection)
    {
        var specs = request.Inputs.Count > 0 ? request.Inputs
            : workload.SampleInputs is { } samples ? [samples]
            : throw new PartimeException($"The workload '{workload.Name}' has no sample inputs: give it inputs.");
        var inputs = new TaskInputs(InputSpec.Parse(specs, Console.OpenStandardInput), request.Times);
        var plan = Plan.Create(inputs, selection.PlannedFor(inputs.Count), WorkersFor(inputs.Count), request.ChunkSizes, request.Warmup, request.Rounds, machine.MaxParallel, request.Scale);
        return plan with { Seed = request.Seed ?? Resumption?.Seed ?? Random.Shared.Next(Plan.MaxSeed) };
    }

    /// <summary>A search does without the numbers of workers that so many tasks cannot have.</summary>
    private IReadOnlyList<WorkerSpec> WorkersFor(long tasks) =>
        request.Search is null ? request.Workers : [.. request.Workers.Where(workers => workers.Allows(tasks))];

    /// <summary>The temporary folder, and if no code may run there, one of the user's own.</summary>
    private static string[] PlacesForCopies() =>
        PluginStore.Find() is { } store ? [Path.GetTempPath(), Path.Combine(Path.GetDirectoryName(store.Folder)!, "running")] : [Path.GetTempPath()];

    /// <summary>A run in which workers may have loaded other code than the session's rows name does not count.</summary>
    private void RequireUnchanged()
    {
        if (copies.ChangedFile() is { } file)
            throw new PartimeException($"{file} was changed during the last run, so that run is not recorded: leave the plugin's files alone while a session runs, or give partime a copy of the folder.");
    }

    private void CreateRunner()
    {
        if (runner is not null)
            return;
        memory = CreateBoard();
        runner = new PlanRunner(Plan, workload.Workload, name => executors[name].Executor, memory, request.Rules)
        {
            IsWarm = request.IsWarm,
            UsesWorkload = InProcess.Count > isolation.Names.Count,
            Machine = machine,
            RunnerElsewhere = isolation.RunnersOn(memory, request.IsWarm),
        };
    }

    /// <summary>If any executor has worker processes, all executors use the memory that these share: so they are compared on equal terms.</summary>
    private BoardMemory CreateBoard()
    {
        var used = Plan.Configurations.Select(configuration => executors[configuration.Executor].Executor);
        var withProcesses = used.OfType<ProcessExecutor>().Distinct().ToList();
        if (withProcesses.Count == 0 && isolation.Names.Count == 0)
            return new PrivateBoardMemory(layout);
        if (!OperatingSystem.IsLinux() && request.Isolate)
            throw new PartimeException("Isolation needs Linux: run without it.");
        if (!OperatingSystem.IsLinux())
            throw new PartimeException("process, process-pool and pool-map need Linux: choose among serial, threads, thread-pool, parallel and async.");
        MemoryKills.Watch();
        var shared = WorkerPayload.Write(layout, Plan.MaxWorkers, activation, Plan.Inputs, isolation.MaxActivationBytes);
        foreach (var executor in withProcesses)
            executor.PoolContext = new PoolContext(shared, request.Rules);
        return shared;
    }
}
