using Partime;

namespace SampleSpace;

/// <summary>A long-running task of .NET's task library per worker. An example: put your own pool or engine in its place.</summary>
[Executor("sample-command", "W long-running tasks of .NET's task library.")]
public sealed class SampleClassExecutor : IExecutor
{
    /// <summary>What has to be there before the work begins is started here, so that its time is not the work's.</summary>
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(new Pool(request.Workers));

    private sealed class Pool(int workers) : IWorkerPool
    {
        /// <summary>Each worker claims tasks from the board and runs them, until none are left or the user interrupts.</summary>
        public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken) =>
            await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Factory.StartNew(
                () => board.Drain(worker, cancellationToken),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
