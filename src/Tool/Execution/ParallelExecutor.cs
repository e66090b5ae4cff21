using System.Collections.Concurrent;

namespace Partime.Tool.Execution;

/// <summary>The parallel loop of .NET over the claimed chunks.</summary>
[Executor("parallel", "Parallel.ForEachAsync with a degree of W.")]
internal sealed class ParallelExecutor : IExecutor
{
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(new Pool(request.Workers));

    private sealed class Pool(int workers) : IWorkerPool
    {
        private readonly ThreadPoolReserve reserve = new(workers);

        public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            // The loop does not tell which of its W bodies is running: each body borrows the number of an idle worker.
            var idle = new ConcurrentQueue<int>(Enumerable.Range(0, workers));
            var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = CancellationToken.None };
            await Parallel.ForEachAsync(Claims(board, cancellationToken), options, async (range, _) =>
            {
                if (!idle.TryDequeue(out var worker))
                    throw new InvalidOperationException($"Parallel.ForEachAsync ran more than {workers} bodies at once.");
                await board.RunAsync(range, worker, cancellationToken).ConfigureAwait(false);
                idle.Enqueue(worker);
            }).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync()
        {
            reserve.Dispose();
            return ValueTask.CompletedTask;
        }

        private static IEnumerable<TaskRange> Claims(ITaskBoard board, CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested && board.TryClaim(worker: 0, out var range))
                yield return range;
        }
    }
}
