namespace Partime;

/// <summary>A workload each of whose workers has something of its own, such as a connection or a buffer. It need not be thread-safe, because a worker runs one task
/// at a time. <see cref="BlockingWorkload{TWorker}"/> keeps it for you.</summary>
public interface IWorkerLifetime : IWorkload
{
    /// <summary>Prepares a worker. Called after <see cref="IWorkload.StartAsync"/>: in partime's own process for each worker before each run, and is part of no time; in a
    /// worker process once, and is part of the time that the process takes to start.</summary>
    /// <param name="worker">The worker, from 0, as in <see cref="WorkItem.Worker"/>.</param>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session.</param>
    /// <remarks>An exception ends the session with its message.</remarks>
    ValueTask StartWorkerAsync(int worker, CancellationToken cancellationToken);

    /// <summary>Releases what <see cref="StartWorkerAsync"/> has prepared. Called after the run, and is part of no time; in a worker process when it ends, as part of the time
    /// that the pool takes to end. Called for no worker whose start failed, and not by a worker process that is killed.</summary>
    /// <param name="worker">The worker.</param>
    ValueTask EndWorkerAsync(int worker);
}

/// <summary>A workload that makes runs start equal: it empties a table or a folder before each of them.</summary>
/// <remarks>Both methods are called by one process, partime's own, whichever process runs the tasks, and are part of no time.</remarks>
public interface IRunLifetime : IWorkload
{
    /// <summary>Called before each run, before any worker is started.</summary>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session.</param>
    /// <remarks>An exception ends the session with its message.</remarks>
    ValueTask StartRunAsync(CancellationToken cancellationToken);

    /// <summary>Called after each run, also after one that failed; not for one whose <see cref="StartRunAsync"/> failed.</summary>
    ValueTask EndRunAsync();
}

/// <summary>Work on the calling thread for which each worker has something of its own.</summary>
/// <typeparam name="TWorker">What that is. If it is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>, it is disposed of with the worker.</typeparam>
public abstract class BlockingWorkload<TWorker> : BlockingWorkload, IWorkerLifetime
{
    private TWorker?[] workers = [];

    /// <summary>Prepares what a worker has of its own.</summary>
    /// <param name="worker">The worker, from 0.</param>
    protected abstract TWorker StartWorker(int worker);

    /// <summary>Does the work for one input on the calling thread.</summary>
    /// <param name="item">The task's index and its input.</param>
    /// <param name="own">What the worker has of its own.</param>
    /// <param name="cancellationToken">As in <see cref="IWorkload.RunAsync"/>.</param>
    /// <returns>The result.</returns>
    protected abstract WorkResult Run(WorkItem item, TWorker own, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public sealed override WorkResult Run(WorkItem item, CancellationToken cancellationToken) => Run(item, workers[item.Worker]!, cancellationToken);

    ValueTask IWorkerLifetime.StartWorkerAsync(int worker, CancellationToken cancellationToken)
    {
        if (workers.Length <= worker)
            Array.Resize(ref workers, worker + 1);
        workers[worker] = StartWorker(worker);
        return ValueTask.CompletedTask;
    }

    ValueTask IWorkerLifetime.EndWorkerAsync(int worker)
    {
        var own = workers[worker];
        workers[worker] = default;
        if (own is IAsyncDisposable asynchronous)
            return asynchronous.DisposeAsync();
        (own as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
