namespace Partime.Tool.Execution;

/// <summary>The baseline, and the model for every other executor: the claim loop on the calling thread.</summary>
[Executor("serial", "A plain loop on one thread: the baseline.", MaxWorkers = 1)]
internal sealed class SerialExecutor : IExecutor, IWorkerPool
{
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) => new(this);

    public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
    {
        board.Drain(worker: 0, cancellationToken);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
