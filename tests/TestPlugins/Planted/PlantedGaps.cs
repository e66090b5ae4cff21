namespace Partime.TestPlugins;

/// <summary>Threads that wait before each claim, and a pool that takes its time to end.</summary>
[Executor("planted-gaps", "Threads with a gap of known length before each task.")]
public sealed class PlantedGaps : IExecutor
{
    [Option("gap", "How long each worker waits before it claims.")]
    public TimeSpan Gap { get; set; }

    [Option("end", "How long the pool takes to end.")]
    public TimeSpan End { get; set; }

    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) => new(new Pool(request.Workers, this));

    private sealed class Pool(int workers, PlantedGaps options) : IWorkerPool
    {
        public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            var threads = new Thread[workers];
            for (var worker = 0; worker < workers; worker++)
                threads[worker] = Start(board, worker, cancellationToken);
            foreach (var thread in threads)
                thread.Join();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => new(Task.Delay(options.End));

        private Thread Start(ITaskBoard board, int worker, CancellationToken cancellationToken)
        {
            var thread = new Thread(() =>
            {
                while (!cancellationToken.IsCancellationRequested && board.TryClaim(worker, out var range))
                {
                    board.Run(range, worker, cancellationToken);
                    Thread.Sleep(options.Gap);
                }
            });
            thread.Start();
            return thread;
        }
    }
}
