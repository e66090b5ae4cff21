using System.Diagnostics;
using System.Runtime.CompilerServices;
using Partime.Tool.Execution;
using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>Runs a plan and yields a record per run. It writes nothing anywhere.</summary>
/// <param name="plan">What to run.</param>
/// <param name="workload">The workload as this process runs it.</param>
/// <param name="executors">Finds the executor of a configuration.</param>
/// <param name="memory">Where the board is.</param>
/// <param name="rules">What tasks and workers may do.</param>
internal sealed class PlanRunner(Plan plan, IWorkload workload, Func<Configuration, IExecutor> executors, BoardMemory memory, TaskRules rules)
{
    private readonly Board board = new(workload, plan.Inputs.Item, memory, rules);
    private readonly Dictionary<Configuration, WarmPool> warmPools = [];

    /// <summary>What the run under way needs, or the last one needed until its record is written.</summary>
    private RunPreparation? underWay;

    // Replaced as a whole, so that a reader on another thread never sees halves of two runs.
    private volatile Current? current;

    /// <summary>What errors are about where there are several; empty if there is one.</summary>
    public string Variant { get; init; } = "";

    /// <summary>What tasks may report, in the order of the board.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Whether each configuration has a pool for all of its runs, which starts before the stopwatch.</summary>
    public bool IsWarm { get; init; }

    /// <summary>Whether such a pool stays after a run. Otherwise each run has a new one.</summary>
    public bool KeepsPools { get; init; } = true;

    /// <summary>Whether any executor runs the workload in this process, which then has to start it.</summary>
    public bool UsesWorkload { get; init; } = true;

    /// <summary>Whether an executor of this name runs its tasks in this process.</summary>
    public Func<string, bool> RunsHere { get; init; } = _ => true;

    /// <summary>The machine, against whose CPUs the noise of runs is measured.</summary>
    public Machine? Machine { get; init; }

    /// <summary>What runs an executor of this name in another process; <see langword="null"/> for this process.</summary>
    public Func<string, IRunner?> RunnerElsewhere { get; init; } = _ => null;

    /// <summary>Why the workload failed when this process disposed of it, after the last run; <see langword="null"/> if it did not.</summary>
    public WorkloadFault? EndFault { get; private set; }

    /// <summary>How far the run under way is. Asking costs the workers one shared read of the claim counter.</summary>
    public SessionProgress Progress =>
        current is { } now ? new SessionProgress(now.Run, board.Claimed, board.Count, now.StartedTicks) : default;

    /// <summary>Runs what it is given, as the only variant.</summary>
    public IAsyncEnumerable<RunRecord> RunAsync(IEnumerable<PlannedRun> runs, CancellationToken cancellationToken) => RunAsync([this], runs, cancellationToken);

    /// <summary>Runs what they are given. When the token is cancelled, the run under way ends early and is the last one yielded.</summary>
    /// <param name="variants">The runner of each variant.</param>
    /// <param name="runs">The plan's runs; each is asked for only when the one before it has been yielded and looked at.</param>
    /// <param name="cancellationToken">Ends the session early.</param>
    public static async IAsyncEnumerable<RunRecord> RunAsync(IReadOnlyList<PlanRunner> variants, IEnumerable<PlannedRun> runs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            foreach (var variant in variants)
                try
                {
                    await variant.StartAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (PartimeException exception) when (variant.Variant.Length > 0)
                {
                    throw variant.Named(exception);
                }
            foreach (var run in runs)
            {
                if (cancellationToken.IsCancellationRequested)
                    yield break;
                var variant = variants[run.Configuration.Variant];
                RunRecord record;
                try
                {
                    record = await variant.MeasureAsync(run, cancellationToken).ConfigureAwait(false);
                }
                catch (PartimeException exception) when (variant.Variant.Length > 0)
                {
                    throw variant.Named(exception);
                }
                yield return record;
                // After its record is written: the workload may take long, or never end.
                await variant.EndPreparedAsync().ConfigureAwait(false);
                if (variant.EndsAtFailure && record.Status is not (RunStatus.Ok or RunStatus.Suspended))
                    yield break;
            }
        }
        finally
        {
            foreach (var variant in variants)
                await variant.EndWorkloadAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A failure says which variant it is of. It is caught in two places, because a method around both would be compiled at every start.</summary>
    private PartimeException Named(PartimeException exception) => new($"{Variant}: {exception.Message}", exception) { Stack = exception.Stack };

    private bool EndsAtFailure => rules.FailFast;

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (UsesWorkload)
            await StartWorkloadAsync(cancellationToken).ConfigureAwait(false);
        if (board.Count > 0)
            await WarmUpAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WarmUpAsync(CancellationToken cancellationToken)
    {
        var planned = plan.Configurations.Select(executors).ToList();
        await WarmUp.RunAsync(plan.Inputs.Item, planned).ConfigureAwait(false);
        if (planned.OfType<IWarmUpExecutor>().FirstOrDefault() is not { } first)
            return;
        board.Reset(workers: 1, chunkSize: 1);
        await PreparedAsync(0, () => first.WarmUpAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask StartWorkloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await workload.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new PartimeException($"The workload could not start: {FaultPlace.Of(exception)}", exception) { Stack = FaultPlace.StackOf(exception) };
        }
    }

    private async ValueTask EndWorkloadAsync()
    {
        try
        {
            await EndPreparedAsync().ConfigureAwait(false);
            if (warmPools.Count > 0)
                await EndWarmPoolsAsync().ConfigureAwait(false);
            if (UsesWorkload)
                await WorkloadDisposal.DisposeAsync(workload).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            AddEndFault(WorkloadDisposal.FaultOf(exception));
        }
    }

    private async ValueTask EndWarmPoolsAsync()
    {
        foreach (var pool in warmPools.Values)
        {
            await pool.DisposeAsync().ConfigureAwait(false);
            if (pool.EndFault is { } fault)
                AddEndFault(fault);
        }
    }

    private IRunner RunnerOf(Configuration configuration) =>
        RunnerElsewhere(configuration.Executor) ?? (IsWarm ? WarmPoolOf(configuration) : new InProcessRunner(executors(configuration), configuration.Workers));

    private WarmPool WarmPoolOf(Configuration configuration)
    {
        if (!warmPools.TryGetValue(configuration, out var pool))
        {
            var warmTasks = WarmTasks.Boards(workload, plan.Inputs.Item, memory.Layout.MetricNames, ..configuration.Workers, board.Count > 0 ? rules.WarmTasks : 0);
            warmPools[configuration] = pool = new WarmPool(executors(configuration), configuration.Workers, warmTasks, KeepsPools, withReadings: true);
        }
        return pool;
    }

    /// <summary>Most workloads do without the first method, which would be compiled at every start.</summary>
    private ValueTask<RunRecord> MeasureAsync(PlannedRun run, CancellationToken cancellationToken) =>
        workload is IWorkerLifetime or IRunLifetime ? MeasurePreparedAsync(run, cancellationToken) : MeasureRunAsync(run, cancellationToken);

    /// <summary>A new pool with warm tasks is prepared as by a run of its own, so that the first run finds nothing of these tasks.</summary>
    private async ValueTask<RunRecord> MeasurePreparedAsync(PlannedRun run, CancellationToken cancellationToken)
    {
        var workers = RunsHere(run.Configuration.Executor) ? run.Configuration.Workers : 0;
        if (rules.WarmTasks > 0 && RunnerOf(run.Configuration) is WarmPool { IsReady: false } pool)
            await PreparedAsync(workers, () => pool.PrepareAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        var preparation = new RunPreparation(workload, workers, AddEndFault);
        await preparation.StartAsync(cancellationToken).ConfigureAwait(false);
        underWay = preparation;
        return await MeasureRunAsync(run, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask EndPreparedAsync()
    {
        (var ended, underWay) = (underWay, null);
        return ended?.EndAsync() ?? ValueTask.CompletedTask;
    }

    private ValueTask PreparedAsync(int workers, Func<ValueTask> act, CancellationToken cancellationToken) =>
        workload is IWorkerLifetime or IRunLifetime ? new RunPreparation(workload, workers, AddEndFault).AroundAsync(act, cancellationToken) : act();

    private void AddEndFault(WorkloadFault fault) => EndFault ??= Variant.Length > 0 ? fault with { Text = $"{Variant}: {fault.Text}" } : fault;

    private async ValueTask<RunRecord> MeasureRunAsync(PlannedRun run, CancellationToken cancellationToken)
    {
        var runner = RunnerOf(run.Configuration);
        board.Reset(run.Configuration.Workers, run.Configuration.ChunkSize, plan.TasksOf(run.Configuration), plan.Scale.CopiesWith(run.Configuration.Workers));
        StartConditions.Restore();
        await runner.PrepareAsync(cancellationToken).ConfigureAwait(false);

        var startedUtc = DateTimeOffset.UtcNow;
        current = new Current(run, Stopwatch.GetTimestamp());
        var (before, began) = (Suspension.Now(), current.StartedTicks);
        var measurement = await runner.RunAsync(board, cancellationToken).ConfigureAwait(false);
        current = null;
        var suspended = Suspension.Now().Since(before) ?? (measurement.Costs.WasStopped ? "A worker process was stopped" : null);
        var interrupted = cancellationToken.IsCancellationRequested;
        var error = DiscardIfOverwritten(run, measurement, began) ?? measurement.Error;
        var unfinished = board.Log.CancelUnfinished(error ?? (interrupted ? "the session was interrupted before this task started"
            : board.IsStopped ? "a task had failed before this one started"
            : "the executor did not start this task"));
        if (unfinished > 0 && !interrupted && !board.IsStopped)
            error ??= board.Count == 1 ? "The executor left the only task undone." : $"The executor left {unfinished:N0} of {board.Count:N0} tasks undone.";
        var totals = TaskTotals.Of(board.Log.Slots) with { Metrics = MetricTotal.AllOf(board.Log, Metrics) };
        var status = error is not null ? RunStatus.Error
            : totals.Failed > 0 && interrupted ? RunStatus.Cancelled
            : suspended is not null ? RunStatus.Suspended
            : totals.Failed == 0 ? RunStatus.Ok : RunStatus.Failed;
        var costs = status == RunStatus.Suspended ? measurement.Costs with { Remark = $"{suspended} during this run, so it does not count." } : measurement.Costs;
        return new RunRecord(run, startedUtc, measurement.Times, costs, totals, status, error, new RunTasks(board.Log, board.GetItem, measurement.Times.Asked))
        {
            Noise = measurement.Readings is var (first, last) ? RunNoise.Between(first, last, costs, measurement.HasAllCosts, Machine) : new RunNoise(),
            WorkerTime = measurement.WorkerTimeOf(board.Log, run.Configuration.Workers),
        };
    }

    /// <returns>The run's error, if something else than partime and its workers has written to the board.</returns>
    private string? DiscardIfOverwritten(PlannedRun run, RunMeasurement measurement, long began)
    {
        // Executors of plugins may record times of another clock.
        var keepsTime = executors(run.Configuration).GetType().Assembly == typeof(Board).Assembly;
        var damage = board.FindDamage(keepsTime ? began : 0);
        if (damage is not null || measurement.IsOverwritten)
            board.Log.Discard();
        return damage is null ? null : BoardOverwrittenException.Sentence(damage);
    }

    private sealed record Current(PlannedRun Run, long StartedTicks);
}
