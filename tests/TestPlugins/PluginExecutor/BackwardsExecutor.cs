namespace Partime.TestPlugins;

/// <summary>Threads that run each chunk from its last task to its first.</summary>
[Executor("backwards", "Threads that run their chunks backwards.")]
public sealed class BackwardsExecutor : IExecutor
{
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(new Pool(request.Workers));

    private sealed class Pool(int workers) : IWorkerPool
    {
        public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken) =>
            new(Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Factory.StartNew(
                () => Work(board, worker, cancellationToken),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default))));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static void Work(ITaskBoard board, int worker, CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested && board.TryClaim(worker, out var range))
                for (var index = range.End - 1; index >= range.Start; index--)
                    board.Run(index, worker, cancellationToken);
        }
    }
}
