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
    private readonly List<Variant> variants = [];
    private readonly Machine machine;
    private readonly PluginCopies copies;
    private readonly NodeSessions nodes;
    private readonly string? leftOut;

    private RunReport? report;

    /// <summary>Looks up and checks everything, and loads the plugins. Writes nothing.</summary>
    /// <exception cref="PartimeException">Something is missing or wrong.</exception>
    public Session(SessionRequest request, PluginCatalog catalog, Machine machine)
    {
        (this.request, this.machine) = (request, machine);
        var requested = VariantRequest.AllOf(request);
        var found = requested.Select(variant => variant.Workload).Distinct().ToDictionary(name => name, catalog.FindWorkload);
        requested = VariantRequest.Applicable(requested, found, request.Words);
        var selection = new ExecutorSelection(catalog, request);
        copies = new PluginCopies([.. found.Values, .. selection.Selected], PluginStore.PlacesForCopies);
        try
        {
            foreach (var folder in copies.Folders)
                catalog.RequireAllowed(folder);
            Resumption = request.Resume is { } file ? Resumption.Read(file) : null;
            Plan = CreatePlan([.. found.Values.Select(copies.Of)], selection, requested);
            leftOut = selection.Remark;
            nodes = new NodeSessions(Plan, machine);
            foreach (var variant in requested)
                variants.Add(new Variant(request, variant with { Number = variants.Count }, copies.Of(found[variant.Workload]), Plan, catalog, () => selection.Load(copies), nodes, machine));
            Variant.EnsureFit(variants, machine);
            Info = DescribeSession();
            Resumption?.EnsurePlanned(Plan);
            Outcome = new SessionOutcome(Info, Plan, request.Band, Resumption?.Finished ?? [],
                request.Search is { } goal ? new AdaptiveSearch(Plan, goal, machine.UsableCpus) { Names = VariantNames.Of(Info) } : null, request.Baseline, request.SameResults, nodes.Joined);
        }
        catch
        {
            copies.Dispose();
            throw;
        }
    }

    /// <summary>What the rows of the first variant say, mostly the only one; it knows the others.</summary>
    public SessionInfo Info { get; }

    public Plan Plan { get; }

    /// <summary>The session that it continues.</summary>
    public Resumption? Resumption { get; }

    public SessionOutcome Outcome { get; }

    /// <summary>How far the run under way is; read from another thread.</summary>
    public SessionProgress Progress
    {
        get
        {
            foreach (var variant in variants)
                if (variant.Progress is { Run: not null } progress)
                    return progress;
            return default;
        }
    }

    /// <summary>Executors that are left out, settings that have no effect on the others, and mistakes in the workloads, a sentence each.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            if (leftOut is not null)
                yield return leftOut;
            if (request.Rules.Timeout is not null && InProcess.Count > 0)
                yield return $"The timeout has no effect on {string.Join(", ", InProcess)}: only worker processes can be stopped.";
            if (request.Rules.MaxTasksPerWorker > 0 && !variants[0].HasWorkerProcesses)
                yield return "The maximum of tasks per worker has no effect here: only worker processes can be replaced.";
            if (request.Isolate && InProcess.Count == 0)
                yield return "Isolation has no effect here: worker processes are new in every run anyway.";
            foreach (var mistake in variants.SelectMany(variant => variant.Mistakes).Distinct())
                yield return mistake;
            if (request.SameResults && (variants.Count(variant => variant.Info.IsDeterministic) < 2 || Plan.TaskCounts?.Distinct().Count() == variants.Count))
                yield return "No results of variants are compared: no two variants have the same number of tasks and promise equal results.";
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
        Patience.Check();
        StartConditions.Capture(WorkerDescriptors.End);
    }

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
        // What cannot be had fails before any file is touched.
        variants.ForEach(variant => variant.Runner());
        nodes.Open();
        var outputs = request.Outputs with { Kept = Resumption?.Kept(), Former = Resumption?.FinishedLines ?? [] };
        OwnFiles.Keep();
        report = new RunReport(outputs, Info, outputs.Json is not null || outputs.Html is not null || outputs.Xlsx is not null ? Details() : null);
        return report.Remarks;
    }

    /// <summary>Measures what remains of the plan, and writes each run when it is over. Concludes the files however it ends.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        PartimeException? failure = null;
        try
        {
            if (request.Search is not null)
            {
                Outcome.SpinSlowdown = SpinCheck.Slowdown(machine.MaxParallel);
                SystemReading.CountInstructions();
            }
            await foreach (var run in RunAsync(Outcome.Remaining(run => Resumption?.Find(run)).TakeWhile(_ => !report!.HasLostReader), cancellationToken))
            {
                RequireUnchanged();
                var against = Outcome.Add(run);
                report!.Write(run, Outcome.Findings, against);
            }
        }
        catch (PartimeException exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            variants.ForEach(variant => Outcome.Findings.AddEndFault(variant.EndFault));
            Conclude(failure);
        }
    }

    /// <summary>Measures the given runs of the plan and writes nothing.</summary>
    public IAsyncEnumerable<RunRecord> RunAsync(IEnumerable<PlannedRun> runs, CancellationToken cancellationToken) =>
        PlanRunner.RunAsync(variants.ConvertAll(variant => variant.Runner()), runs, cancellationToken);

    /// <summary>What the session ends with. Ask for it after the last run.</summary>
    public Conclusion Conclusion => field ??= Outcome.Conclude();

    public void Dispose()
    {
        report?.Dispose();
        nodes.Dispose();
        variants.ForEach(variant => variant.Dispose());
        copies.Dispose();
    }

    /// <param name="failure">What ended the session. A disk that is full for the rows is so for the page, too, which must not hide that rows are missing.</param>
    private void Conclude(PartimeException? failure)
    {
        try
        {
            report!.Conclude(Conclusion, Outcome.Findings);
        }
        catch (PartimeException other) when (failure is not null)
        {
            throw other.Message.Contains(failure.Message, StringComparison.Ordinal) ? other : new PartimeException($"{failure.Message} {other.Message}", failure);
        }
    }

    private SessionDetails Details()
    {
        var workloads = variants.Select(variant => variant.Workload).Distinct().ToList();
        var details = variants.DistinctBy(variant => variant.Workload).Select(variant => variant.Describer.ToDetails(request, workloads)).ToList();
        return details[0] with { Nodes = nodes.Joined, Plugins = [.. details.SelectMany(one => one.Plugins).DistinctBy(plugin => plugin.File)] };
    }

    private List<string> InProcess => variants[0].InProcess;

    private SessionInfo DescribeSession()
    {
        var all = variants.ConvertAll(variant => variant.Info);
        if (all.Count > 1)
        {
            var names = all.ConvertAll(variant => variant.Variant);
            if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new PartimeException($"Two variants are '{twice.Key}': leave one of them out.{(twice.Key.Contains(Secrets.Hidden, StringComparison.Ordinal) ? " A secret cannot be varied, as no file tells its value." : "")}");
            if (request.Outputs.ShowTasks && all.Exists(variant => !variant.Metrics.Select(metric => metric.Name).SequenceEqual(all[0].Metrics.Select(metric => metric.Name))))
                throw new PartimeException($"The rows of tasks have a column per metric, and {string.Join(" and ", all.Select(variant => variant.Workload).Distinct())} have different metrics: leave out the tasks CSV and the workbook.");
            all = all.ConvertAll(variant => variant with { Id = all[0].Id, StartedUtc = all[0].StartedUtc, Variants = names });
        }
        var session = all[0] with { Others = all[1..] };
        return Resumption?.Continue(session, request.Isolate, request.Outputs.Excel) ?? session;
    }

    private Plan CreatePlan(IReadOnlyList<WorkloadInfo> workloads, ExecutorSelection selection, IReadOnlyList<VariantRequest> requested)
    {
        var samples = workloads.Select(workload => workload.SampleInputs).Distinct().ToList();
        var specs = request.Inputs.Count > 0 ? request.Inputs
            : samples.Count > 1 ? throw new PartimeException($"{string.Join(" and ", workloads.Select(workload => workload.Name))} have different sample inputs: give them the same inputs.") { Lacks = Argument.Inputs }
            : samples[0] is { } one ? [one]
            : throw new PartimeException($"The workload '{workloads[0].Name}' has no sample inputs: give it inputs.") { Lacks = Argument.Inputs };
        var inputs = new TaskInputs(InputSpec.Parse(specs, Files.StandardStreams.OpenInput), request.Times);
        var counts = VariantRequest.TaskCountsOf(requested, request.Scale);
        var most = counts?.Max() ?? inputs.Count;
        var plan = Plan.Create(inputs, selection.PlannedFor(most), WorkersFor(most), request.ChunkSizes, request.Warmup, request.Rounds, machine.MaxParallel, request.Scale, requested.Count, counts);
        return plan with { Seed = request.Seed ?? Resumption?.Seed ?? Random.Shared.Next(Plan.MaxSeed) };
    }

    /// <summary>A search does without the numbers of workers that so many tasks cannot have.</summary>
    private IReadOnlyList<WorkerSpec> WorkersFor(long tasks) =>
        request.Search is null ? request.Workers : [.. request.Workers.Where(workers => workers.Allows(tasks))];

    /// <summary>A run in which workers may have loaded other code than the session's rows name does not count.</summary>
    private void RequireUnchanged()
    {
        if (copies.ChangedFile() is { } file)
            throw new PartimeException($"{file} was changed during the last run, so that run is not recorded: leave the plugin's files alone while a session runs, or give partime a copy of the folder.");
    }
}
