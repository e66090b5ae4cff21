using System.Security.Cryptography;
using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>run</c>: everything is resolved and opened first, then measured, then summed up.</summary>
internal sealed class RunCommand(RunSelection selection)
{
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        KeepPluginsOffTheData();
        InputFiles.EnsureApart([.. InputSpec.FilesIn(selection.Inputs), selection.PluginLock ?? ""], selection.Outputs);
        NestingGuard.Enter();
        var catalog = selection.PluginLock is { } pinned ? Catalog.OpenPinned(selection.Plugins, pinned) : Catalog.Open(selection.Plugins);
        var info = catalog.FindWorkload(selection.Workload);
        var choice = new ExecutorChoice(catalog, selection.Executors, selection.ExecutorSettings);
        var resumption = selection.Resume is { } file ? Resumption.Read(file) : null;
        var plan = CreatePlan(info, choice.Planned, resumption);
        var activation = PluginCatalog.ActivationOf(info, [.. selection.Settings.Select(Setting.Parse)]);
        using var exit = new UntimelyExit(info.Name, cancellationToken);
        var workload = catalog.CreateWorkload(activation);
        var layout = new BoardLayout(plan.Inputs.Count, SessionInfo.MetricNames(info), KeepValues: selection.Outputs.TasksCsv is not null);
        layout.EnsureFits(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var executors = choice.Load();
        var isolation = new Isolation(executors.Values, selection.Isolate);
        var settings = SettingsFor(executors, isolation);
        var papers = SessionInfo.Of(workload, executors.Values, plan, settings, withDescription: selection.Outputs.Json is not null);
        if (resumption is not null)
            papers = papers with { Header = resumption.Continue(papers.Header, selection.Isolate, selection.Outputs.Excel) };
        if (selection.DryRun)
        {
            RunReport.EnsurePossible(selection.Outputs, papers.Header);
            ShowPlan(plan, executors, resumption);
            return ExitCode.Ok;
        }
        using var memory = Employ(executors.Values.Select(executor => executor.Executor), plan, layout, activation, isolation);
        var session = new Session(plan, workload.Workload, name => executors[name].Executor, memory, settings) { RunnerElsewhere = isolation.RunnersAt(memory, selection.IsWarm) };
        if (resumption is not null && !selection.Quiet && Continuation.Start(selection.Resume!, plan, resumption.Finished.Count) is { } start)
            Message.WriteSentence(start);
        var outcome = new SessionOutcome(papers, plan, selection.Band, new Findings(info.Deterministic, resumption?.Finished), resumption?.Finished ?? []);
        await MeasureAsync(session, papers, resumption, outcome, cancellationToken);
        if (cancellationToken.IsCancellationRequested && !outcome.IsComplete && Continuation.Offer(selection.Outputs, selection.Resume, outcome.FinishedCount) is { } offer)
            Message.WriteSentence(offer);
        return outcome.ToExitCode();
    }

    private async Task MeasureAsync(Session session, SessionInfo papers, Resumption? resumption, SessionOutcome outcome, CancellationToken cancellationToken)
    {
        using var work = new WorkUnderWay();
        try
        {
            using var report = new RunReport(selection.Outputs with { Kept = resumption?.Kept() }, papers.Header, papers.Description);
            foreach (var remark in report.Remarks)
                Message.WriteSentence(remark);
            work.Begin();
            using var progress = ProgressBar.Start(() => session.Progress, () => outcome.ExpectedRuns, outcome.Names, selection.Quiet);
            try
            {
                await foreach (var run in session.RunAsync(outcome.Remaining(run => resumption?.Find(run)), cancellationToken))
                {
                    outcome.Add(run);
                    report.Write(run, outcome.Findings);
                }
            }
            finally
            {
                report.Conclude(outcome.Conclude(), outcome.Findings);
            }
        }
        finally
        {
            // Also when an output is full or the workload fails at its end: what was measured is shown.
            Show(outcome);
        }
    }

    /// <summary>The board: in memory that worker processes share if there will be any, and then for all executors, so that they
    /// are compared on the same ground.</summary>
    private BoardMemory Employ(IEnumerable<IExecutor> executors, Plan plan, BoardLayout layout, WorkloadActivation activation, Isolation isolation)
    {
        var processExecutors = executors.OfType<ProcessExecutor>().ToList();
        if (processExecutors.Count == 0 && isolation.Names.Count == 0)
            return new PrivateBoardMemory(layout);
        if (!OperatingSystem.IsLinux() && selection.Isolate)
            throw new PartimeException("--isolate needs Linux so far: leave it out.");
        if (!OperatingSystem.IsLinux())
            throw new PartimeException("process, process-pool and pool-map need Linux so far: choose among serial, threads, thread-pool, parallel and async.");
        var memory = WorkerPayload.Write(layout, plan.Configurations.Max(configuration => configuration.Workers), activation, plan.Inputs, isolation.ActivationBytes);
        foreach (var executor in processExecutors)
            executor.PoolContext = new PoolContext(memory, selection.Rules);
        return memory;
    }

    private SessionSettings SettingsFor(Dictionary<string, LoadedExecutor> executors, Isolation isolation)
    {
        var here = executors.Where(executor => executor.Value.Executor is not ProcessExecutor).Select(executor => executor.Key).ToList();
        if (selection.Rules.Timeout is not null && here.Count > 0)
            Message.WriteSentence($"--timeout has no effect on {string.Join(", ", here)}: only worker processes can be stopped.");
        if (selection.Rules.MaxTasksPerWorker > 0 && here.Count == executors.Count)
            Message.WriteSentence("--max-tasks-per-worker has no effect here: only worker processes can be replaced.");
        if (selection.Isolate && here.Count == 0)
            Message.WriteSentence("--isolate has no effect here: worker processes are fresh ones for every run anyway.");
        return new SessionSettings
        {
            Rules = selection.Rules,
            IsWarm = selection.IsWarm,
            WorksHere = here.Count > isolation.Names.Count,
            Isolated = isolation.Names,
            Machine = Machine.Read(),
        };
    }

    /// <summary>When standard output carries the data, what plugins write there goes to standard error.</summary>
    private void KeepPluginsOffTheData()
    {
        if (selection.Outputs.UseStandardOutput && !selection.DryRun)
            Console.SetOut(Console.Error);
    }

    private Plan CreatePlan(WorkloadInfo workload, IReadOnlyList<PlannedExecutor> executors, Resumption? resumption)
    {
        var specs = selection.Inputs.Count > 0 ? selection.Inputs
            : workload.SampleInputs is { } samples ? [samples]
            : throw new PartimeException($"The workload '{workload.Name}' has no sample inputs: name some with --inputs.");
        var inputs = new TaskInputs(InputSpec.Parse(specs, () => Console.In), selection.Times);
        return Plan.Create(inputs, executors, selection.Workers, selection.ChunkSizes, selection.Warmup, selection.Rounds)
            with
        { Seed = selection.Seed ?? resumption?.Seed ?? RandomNumberGenerator.GetInt32(WholeNumber.Most) };
    }

    private void ShowPlan(Plan plan, Dictionary<string, LoadedExecutor> executors, Resumption? resumption)
    {
        var expected = ExpectedTimes.From(selection.Resume ?? selection.Outputs.RunsCsv, selection.Workload, plan.Inputs.Count);
        var terminal = Terminal.Out();
        terminal.Write(PlanTable.Of(plan, expected, selection.ExecutorSettings.Count > 0 ? SessionInfo.OptionsOf(executors.Values) : null));
        foreach (var sentence in PlanText.Of(plan, expected, resumption?.Finished.Count ?? 0, isSeedDrawn: (selection.Seed ?? resumption?.Seed) is null))
            terminal.WriteLine(sentence);
        foreach (var path in selection.Outputs.Replaced(isContinuing: resumption is not null))
            terminal.WriteLine($"{path} exists and would be replaced.");
    }

    private void Show(SessionOutcome outcome)
    {
        try
        {
            if (outcome.WasComplete)
                Message.WriteSentence($"{selection.Resume}: {(outcome.RunCount == 1 ? "the only run is" : $"all {Readable.Count(outcome.RunCount)} runs are")} there already, so nothing was measured.");
            if (!selection.Quiet)
                outcome.Show(selection.Outputs.UseStandardOutput ? Terminal.Error() : Terminal.Out());
        }
        finally
        {
            foreach (var sentence in FindingsText.Of(outcome.Findings, outcome.Names))
                Message.WriteSentence(sentence);
        }
    }
}
