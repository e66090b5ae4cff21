using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Partime.Tool.Execution;
using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>Runs a plan and yields a record per run. It writes nothing anywhere.</summary>
/// <param name="plan">What to run.</param>
/// <param name="workload">The workload as this process runs it.</param>
/// <param name="executors">Who runs it.</param>
/// <param name="memory">Where the board is.</param>
/// <param name="settings">How.</param>
internal sealed class Session(Plan plan, IWorkload workload, Func<string, IExecutor> executors, BoardMemory memory, SessionSettings settings)
{
    private readonly Board board = new(workload, plan.Inputs.Item, memory, settings.Rules);

    // Replaced as a whole, so that a reader on another thread never sees halves of two runs.
    private volatile Current? current;

    /// <summary>How far the session is. Costs the workers one shared read of the claim counter, when somebody asks.</summary>
    public SessionProgress Progress =>
        current is { } now ? new SessionProgress(now.Run, board.Claimed, board.Count, now.StartedTicks) : default;

    /// <summary>Runs everything. When the token is cancelled, the run under way ends early and is the last one yielded.</summary>
    /// <param name="runs">The plan's runs; each is asked for only when the one before it has been yielded and looked at.</param>
    /// <param name="cancellationToken">Ends the session early.</param>
    public async IAsyncEnumerable<RunRecord> RunAsync(IEnumerable<PlannedRun> runs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            if (settings.WorksHere)
                await StartWorkloadAsync(cancellationToken).ConfigureAwait(false);
            if (board.Count > 0)
                await RehearseAsync(cancellationToken).ConfigureAwait(false);
            foreach (var run in runs)
            {
                if (cancellationToken.IsCancellationRequested)
                    yield break;
                var record = await MeasureAsync(run, cancellationToken).ConfigureAwait(false);
                yield return record;
                if (settings.Rules.FailFast && record.Status != RunStatus.Ok)
                    yield break;
            }
        }
        finally
        {
            if (settings.WorksHere)
                await EndWorkloadAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask RehearseAsync(CancellationToken cancellationToken)
    {
        await Rehearsal.RunAsync(board.GetItem).ConfigureAwait(false);
        var planned = plan.Configurations.Select(configuration => executors(configuration.Executor));
        if (planned.OfType<IRehearsingExecutor>().FirstOrDefault() is not { } rehearsing)
            return;
        board.Reset(workers: 1, chunkSize: 1);
        await rehearsing.RehearseAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask StartWorkloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await workload.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new PartimeException($"The workload could not start: {Faults.MessageOf(exception)}", exception);
        }
    }

    private async ValueTask EndWorkloadAsync()
    {
        try
        {
            if (workload is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            else if (workload is IDisposable blocking)
                blocking.Dispose();
        }
        catch (Exception exception)
        {
            throw new PartimeException($"The workload failed when it was disposed of, after the last run: {Faults.MessageOf(exception)}", exception);
        }
    }

    private async ValueTask<RunRecord> MeasureAsync(PlannedRun run, CancellationToken cancellationToken)
    {
        var executor = executors(run.Configuration.Executor);
        board.Reset(run.Configuration.Workers, run.Configuration.ChunkSize);
        // What the last run and its report left behind is not this run's to collect.
        GC.Collect();
        GC.WaitForPendingFinalizers();

        var startedUtc = DateTimeOffset.UtcNow;
        current = new Current(run, Stopwatch.GetTimestamp());
        var (times, cpu, usage, fault) = await StopwatchAround(executor, run.Configuration.Workers, cancellationToken).ConfigureAwait(false);
        current = null;

        var interrupted = cancellationToken.IsCancellationRequested;
        var error = fault is null || (interrupted && fault is OperationCanceledException) ? null : Words(fault);
        var unfinished = board.Log.CancelUnfinished(error ?? (interrupted ? "the session was interrupted before this task started"
            : board.IsStopped ? "a task had failed before this one started"
            : "the executor did not start this task"));
        if (unfinished > 0 && !interrupted && !board.IsStopped)
            error ??= $"The executor left {unfinished:N0} of {board.Count:N0} tasks undone.";
        var totals = TaskTotals.Of(board.Log.Slots);
        var status = error is not null ? RunStatus.Error
            : totals.Failed == 0 ? RunStatus.Ok
            : interrupted ? RunStatus.Cancelled
            : RunStatus.Failed;
        var costs = RunCosts.Of(cpu, usage);
        return new RunRecord(run, startedUtc, times, costs, totals, status, error, new RunTasks(board.Log, board.GetItem, times.Asked));
    }

    private static string Words(Exception fault) =>
        fault is BrokenPoolException ? fault.Message : $"{fault.GetType().Name}: {Faults.MessageOf(fault)}";

    /// <summary>Pool creation, work and shutdown, as a stopwatch around the whole would show them, or around the work alone if
    /// the pool is warm. What fails is returned: the time until then was spent all the same, and the pool still has to go.</summary>
    /// <exception cref="PartimeException">It fails for every run, as the user has to mend it.</exception>
    private async ValueTask<(RunTimes Times, CpuTime Cpu, PoolUsage? Usage, Exception? Fault)> StopwatchAround(IExecutor executor, int workers, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        IWorkerPool? pool = null;
        var cpu = CpuTime.Now();
        var (asked, ready) = (Stopwatch.GetTimestamp(), 0L);
        try
        {
            pool = await executor.StartAsync(new PoolRequest { Workers = workers, AllReady = settings.IsWarm }, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The executor's StartAsync gave no pool.");
            if (settings.IsWarm)
                cpu = CpuTime.Now();
            ready = Stopwatch.GetTimestamp();
            await pool.RunAsync(board, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = exception;
        }
        var done = Stopwatch.GetTimestamp();
        var used = CpuTime.Now() - cpu;
        try
        {
            if (pool is not null)
                await pool.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault ??= exception;
        }
        if (fault is PartimeException)
            ExceptionDispatchInfo.Throw(fault);
        var times = new RunTimes(asked, pool is null ? done : ready, done, Stopwatch.GetTimestamp());
        return settings.IsWarm
            ? (times.WithoutPool(), used, (pool as IMeasuredPool)?.Usage, fault)
            : (times, CpuTime.Now() - cpu, (pool as IMeasuredPool)?.Usage, fault);
    }

    private sealed record Current(PlannedRun Run, long StartedTicks);
}
