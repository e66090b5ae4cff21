namespace Partime.TestPlugins;

/// <summary>A plain loop, unoptimized.</summary>
[Executor("unoptimized-loop", "A loop without optimizations.", MaxWorkers = 1)]
public sealed class UnoptimizedExecutor : IExecutor
{
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) => new(new Pool());

    private sealed class Pool : IWorkerPool
    {
        public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested && board.TryClaim(0, out var range))
                for (var index = range.Start; index < range.End; index++)
                    board.Run(index, 0, cancellationToken);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
