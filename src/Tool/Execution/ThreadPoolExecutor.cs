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
}
