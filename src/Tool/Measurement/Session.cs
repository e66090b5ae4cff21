using System.Diagnostics;
using System.Runtime.CompilerServices;
using Partime.Tool.Execution;
using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>Runs a plan and yields a record per run. It writes nothing anywhere.</summary>
internal sealed class Session(Plan plan, IWorkload workload, Func<string, IExecutor> executors, Board board)
{
    // Replaced as a whole, so that a reader on another thread never sees halves of two runs.
    private volatile Current? current;

    /// <summary>How far the session is. Costs the workers one shared read of the claim counter, when somebody asks.</summary>
    public SessionProgress Progress =>
        current is { } now ? new SessionProgress(now.Run, board.Claimed, board.Count, now.StartedTicks) : default;

    /// <summary>Runs everything. When the token is cancelled, the run under way ends early and is the last one yielded.</summary>
    public async IAsyncEnumerable<RunRecord> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await StartWorkloadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var run in plan.Runs())
            {
                if (cancellationToken.IsCancellationRequested)
                    yield break;
                yield return await MeasureAsync(run, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (workload is IAsyncDisposable disposable)
                await disposable.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask StartWorkloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await workload.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new PartimeException($"The workload could not start: {exception.Message}", exception);
        }
    }

    private async ValueTask<RunRecord> MeasureAsync(PlannedRun run, CancellationToken cancellationToken)
    {
        var (executor, workers, chunkSize) = (executors(run.Configuration.Executor), run.Configuration.Workers, run.Configuration.ChunkSize);
        board.Reset(workers, chunkSize);
        // What the last run and its report left behind is not this run's to collect.
        GC.Collect();
        GC.WaitForPendingFinalizers();

        string? error = null;
        IWorkerPool? pool = null;
        var startedUtc = DateTimeOffset.UtcNow;
        var cpu = CpuTime.Now();
        var asked = Stopwatch.GetTimestamp();
        var (ready, done) = (asked, asked);
        current = new Current(run, asked);
        try
        {
            pool = await executor.StartAsync(new PoolRequest { Workers = workers }, cancellationToken).ConfigureAwait(false);
            ready = done = Stopwatch.GetTimestamp();
            await pool.RunAsync(board, cancellationToken).ConfigureAwait(false);
            done = Stopwatch.GetTimestamp();
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            error = $"{exception.GetType().Name}: {exception.Message}";
        }
        catch (OperationCanceledException)
        {
            // The executor gave up as it was told to; the tasks that it left are recorded as cancelled below.
        }
        if (done == ready)
            ready = done = Stopwatch.GetTimestamp();
        try
        {
            if (pool is not null)
                await pool.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error ??= $"{exception.GetType().Name}: {exception.Message}";
        }
        var gone = Stopwatch.GetTimestamp();
        cpu = CpuTime.Now() - cpu;
        current = null;
        return Record(run, startedUtc, new RunTimes(asked, ready, done, gone), cpu, error, cancellationToken);
    }

    private RunRecord Record(PlannedRun run, DateTimeOffset startedUtc, RunTimes times, CpuTime cpu, string? error, CancellationToken cancellationToken)
    {
        var unfinished = board.Log.CancelUnfinished(error ?? "the session was interrupted before this task started");
        if (unfinished > 0 && !cancellationToken.IsCancellationRequested)
            error ??= $"The executor left {unfinished:N0} of {board.Count:N0} tasks undone.";
        var totals = TaskTotals.Of(board.Log.Slots);
        var status =
            error is not null ? RunStatus.Error
            : unfinished > 0 || (totals.Failed > 0 && cancellationToken.IsCancellationRequested) ? RunStatus.Cancelled
            : totals.Failed > 0 ? RunStatus.Failed
            : RunStatus.Ok;
        return new RunRecord(run, startedUtc, times, cpu, totals, status, error, new RunTasks(board.Log, board.GetItem, times.Asked));
    }

    private sealed record Current(PlannedRun Run, long StartedTicks);
}
