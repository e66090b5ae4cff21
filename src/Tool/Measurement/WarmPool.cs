using System.Diagnostics;
using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>A pool that stays for all runs of a configuration, as that of a service does: it starts before the first of them and ends after the session, and
/// its workers keep the code that they have compiled. One that has failed or lost a worker is replaced.</summary>
/// <param name="executor">Starts it. It has no other pool meanwhile.</param>
/// <param name="workers">The number of workers.</param>
/// <param name="warmTasks">What a new pool runs before the stopwatch starts.</param>
/// <param name="stays">Whether it stays after a run.</param>
/// <param name="withReadings">Whether to read the system's counters just outside of the timed part.</param>
internal sealed class WarmPool(IExecutor executor, int workers, IEnumerable<ITaskBoard> warmTasks, bool stays, bool withReadings) : IRunner, IAsyncDisposable
{
    private IWorkerPool? pool;
    private Exception? startFault;

    /// <summary>Why the workload failed when a worker disposed of it after the last run; <see langword="null"/> if it did not.</summary>
    public WorkloadFault? EndFault { get; private set; }

    /// <summary>Whether the next run will find it ready.</summary>
    public bool IsReady => pool is not null;

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (pool is null)
            await StartAsync(cancellationToken).ConfigureAwait(false);
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    public async ValueTask<RunMeasurement> RunAsync(Board board, CancellationToken cancellationToken)
    {
        var fault = startFault;
        var counters = RunCounters.Begin(withReadings);
        var began = Stopwatch.GetTimestamp();
        try
        {
            if (fault is null)
                await pool!.RunAsync(board, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = exception;
        }
        var done = Stopwatch.GetTimestamp();
        var counted = counters.End();
        var processes = pool as IMeasuredPool;
        var usage = fault is null && stays ? processes?.TakeUsage() : null;
        var costs = counted.CostsOf(pool, usage);
        if (!stays || fault is not null || (processes is not null && usage is null))
        {
            var endFault = await RunStopwatch.DisposeAsync(pool).ConfigureAwait(false);
            fault = endFault is BoardOverwrittenException ? endFault : fault ?? endFault;
            costs = counted.CostsOf(pool);
            pool = null;
        }
        return RunStopwatch.Measured(new RunTimes(began, began, done, done), counted, costs, fault, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await RunStopwatch.DisposeAsync(pool).ConfigureAwait(false);
        EndFault = (pool as IMeasuredPool)?.Usage.EndFault;
        pool = null;
    }

    /// <summary>A failure is that of the run that it was started for.</summary>
    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        startFault = null;
        try
        {
            pool = await executor.StartAsync(new PoolRequest { Workers = workers, AllReady = true }, cancellationToken).ConfigureAwait(false) ?? throw RunStopwatch.NoPool();
            // Worker processes have done so before they were ready.
            foreach (var board in pool is IMeasuredPool ? [] : warmTasks)
                await pool.RunAsync(board, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not PartimeException)
        {
            startFault = exception;
        }
    }
}
