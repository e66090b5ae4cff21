namespace Partime.Tool.Execution;

/// <summary>Many tasks in flight on few threads: only what they await overlaps.</summary>
[Executor("async", "W asynchronous loops that block no thread; computations gain nothing.")]
internal sealed class AsyncExecutor : IExecutor
{
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(new Pool(request.Workers));

    private sealed class Pool(int workers) : IWorkerPool
    {
        public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            var loops = new Task[workers];
            for (var worker = 0; worker < workers; worker++)
                loops[worker] = board.DrainAsync(worker, cancellationToken).AsTask();
            await Task.WhenAll(loops).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
