namespace Partime.TestPlugins;

/// <summary>Has options, and keeps to them: between two tasks it waits.</summary>
[Executor("paced", "Waits before each task.", MaxWorkers = 1, DefaultChunkSize = "2")]
public sealed class PacedExecutor : IExecutor
{
    [Option("pause", "How long to wait.", Default = "0s", Max = "10s")]
    public TimeSpan Pause { get; set; }

    [Option("room", "What to keep free.", Min = "1KiB")]
    public ByteSize? Room { get; set; }

    [Option("token", "What opens the gate.", Secret = true)]
    public string Token { get; set; } = "";

    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) => new(new Pool(Pause));

    private sealed class Pool(TimeSpan pause) : IWorkerPool
    {
        public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested && board.TryClaim(0, out var range))
                for (var index = range.Start; index < range.End && !cancellationToken.IsCancellationRequested; index++)
                {
                    // Never early, as a timer may be.
                    Thread.Sleep(pause);
                    await board.RunAsync(index, 0, cancellationToken);
                }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
