using System.IO.Hashing;

namespace Partime.TestPlugins;

/// <summary>A plain loop that also hashes, with a package that partime and workloads have in other versions.</summary>
[Executor("hashing-loop", "A loop that tells the version of a package.", MaxWorkers = 1)]
public sealed class HashingExecutor : IExecutor
{
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine($"hashing-loop: {this}");
        return new(new Pool());
    }

    public override string ToString() => $"{XxHash3.HashToUInt64("moon"u8):x16} by {typeof(XxHash3).Assembly.GetName().Version}";

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
