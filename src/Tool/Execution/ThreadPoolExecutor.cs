namespace Partime.Tool.Execution;

/// <summary>What <c>Task.Run</c> per task does, without its allocations: each task is one item in the queue of .NET's thread
/// pool, and at most W are queued or running.</summary>
[Executor("thread-pool", "One work item of the .NET thread pool per task, W at once.")]
internal sealed class ThreadPoolExecutor : IExecutor
{
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(new Pool(request.Workers));

    private sealed class Pool : IWorkerPool
    {
        private readonly int workers;
        private readonly int formerMinimum;
        private readonly int completionPorts;

        public Pool(int workers)
        {
            this.workers = workers;
            // Left alone, the thread pool adds about one thread per second under blocking work: W asked for, far fewer had.
            ThreadPool.GetMinThreads(out formerMinimum, out completionPorts);
            ThreadPool.SetMinThreads(Math.Max(formerMinimum, workers + 1), completionPorts);
        }

        public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            var loops = new Task[workers];
            for (var worker = 0; worker < workers; worker++)
                loops[worker] = new QueuedWorker(board, worker, cancellationToken).Start();
            await Task.WhenAll(loops).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync()
        {
            ThreadPool.SetMinThreads(formerMinimum, completionPorts);
            return ValueTask.CompletedTask;
        }
    }
}
