using Partime;

namespace SampleClassPlugin;

/// <summary>Starts one long-running task of .NET's task library per worker. Replace this example by your own pool or engine.</summary>
[Executor("sample-command", "W long-running tasks of .NET's task library.")]
public sealed class SampleClassExecutor : IExecutor
{
    /// <summary>Prepare everything here that the work needs, so that its time is not counted as work.</summary>
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(new Pool(request.Workers));

    private sealed class Pool(int workers) : IWorkerPool
    {
        /// <summary>Each worker claims tasks from the board and runs them, until none are left or the user interrupts the run.</summary>
        public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken) =>
            await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Factory.StartNew(
                () => board.Drain(worker, cancellationToken),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
