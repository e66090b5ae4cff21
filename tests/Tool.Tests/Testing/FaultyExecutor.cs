namespace Partime.Tool.Tests.Testing;

/// <summary>An executor with a thread for each worker of a run, that is right unless a test has it do something else.</summary>
internal sealed class FaultyExecutor : IExecutor, IWorkerPool
{
    private int workers;

    /// <summary>What happens before there is a pool.</summary>
    public Func<CancellationToken, Task> Start { get; init; } = _ => Task.CompletedTask;

    /// <summary>What a worker does.</summary>
    public Action<ITaskBoard, int, CancellationToken> Work { get; init; } = TaskBoardExtensions.Drain;

    /// <summary>What a run waits for.</summary>
    public Func<Task, CancellationToken, Task> Wait { get; init; } = (work, _) => work;

    /// <summary>How a pool ends.</summary>
    public Func<Task> Stop { get; init; } = () => Task.CompletedTask;

    public async ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
    {
        await Start(cancellationToken);
        workers = request.Workers;
        return this;
    }

    public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
    {
        var work = Enumerable.Range(0, workers).Select(worker =>
            Task.Factory.StartNew(() => Work(board, worker, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Wait(Task.WhenAll([.. work]), cancellationToken);
    }

    public async ValueTask DisposeAsync() => await Stop();
}
