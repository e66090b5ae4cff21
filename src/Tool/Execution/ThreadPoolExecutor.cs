namespace Partime.Tool.Execution;

/// <summary>What <c>Task.Run</c> per task does, without its allocations: each task is one item in the queue of .NET's thread
/// pool, and at most W are queued or running.</summary>
[Executor("thread-pool", "One work item of the .NET thread pool per task, W at once.")]
internal sealed class ThreadPoolExecutor : IExecutor
{
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(new Pool(request.Workers));

    private sealed class Pool(int workers) : IWorkerPool
    {
        private readonly ThreadPoolReserve reserve = new(workers);

        public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            var loops = new Task[workers];
            for (var worker = 0; worker < workers; worker++)
                loops[worker] = new QueuedWorker(board, worker, cancellationToken).Start();
            await Task.WhenAll(loops).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync()
        {
            reserve.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A work item that runs one chunk and queues itself again until no tasks are left.</summary>
    private sealed class QueuedWorker(ITaskBoard board, int worker, CancellationToken cancellationToken) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Start()
        {
            Queue();
            return done.Task;
        }

        public void Execute()
        {
            try
            {
                if (cancellationToken.IsCancellationRequested || !board.TryClaim(worker, out var range))
                {
                    done.SetResult();
                    return;
                }
                board.Run(range, worker, cancellationToken);
                Queue();
            }
            catch (Exception exception)
            {
                // Only a bug of the board gets here. It must fail the run, not the process.
                done.SetException(exception);
            }
        }

        // Into the global queue, like a Task.Run from outside the pool.
        private void Queue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}

/// <summary>Enough threads in the thread pool for W workers that block. By default the pool adds about one thread per second
/// under blocking work, and far fewer workers than requested would run. Code of a plugin may have lowered its maximum, too.</summary>
internal sealed class ThreadPoolReserve : IDisposable
{
    private readonly int formerMin, formerMax, minPorts, maxPorts;

    public ThreadPoolReserve(int workers)
    {
        ThreadPool.GetMinThreads(out formerMin, out minPorts);
        ThreadPool.GetMaxThreads(out formerMax, out maxPorts);
        // The maximum first: a minimum above it is refused. The executor itself limits how many tasks run.
        ThreadPool.SetMaxThreads(Math.Max(formerMax, short.MaxValue), maxPorts);
        ThreadPool.SetMinThreads(Math.Max(formerMin, workers + 1), minPorts);
    }

    public void Dispose()
    {
        ThreadPool.SetMinThreads(formerMin, minPorts);
        ThreadPool.SetMaxThreads(formerMax, maxPorts);
    }
}
