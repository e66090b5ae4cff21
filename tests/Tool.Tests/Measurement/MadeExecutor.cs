namespace Partime.Tool.Tests.Measurement;

/// <summary>An executor with actions for each phase.</summary>
internal sealed class MadeExecutor : IExecutor, IWorkerPool
{
    public Action Start { get; init; } = () => { };

    public Action<ITaskBoard> Run { get; init; } = board => board.Drain(0, default);

    public Action Stop { get; init; } = () => { };

    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
    {
        Start();
        return new(this);
    }

    public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
    {
        Run(board);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }
}
