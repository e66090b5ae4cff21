using Partime.Tool.Execution;

namespace Partime.Tool.Sessions;

/// <summary>An executor with nodes as a session measures it: its workers are processes elsewhere, and what they use is a part of the costs.</summary>
internal sealed class NodePools : IExecutor
{
    private readonly INodeExecutor executor;
    private readonly WorkSource source;

    public NodePools(INodeExecutor executor, WorkSource source)
    {
        (this.executor, this.source) = (executor, source);
        executor.Open(source);
    }

    public async ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
    {
        source.CountUsage(request.Workers);
        return new Pool(await executor.StartAsync(request, cancellationToken).ConfigureAwait(false), source);
    }

    private sealed class Pool(IWorkerPool pool, WorkSource source) : IMeasuredPool
    {
        /// <summary>Of a cold pool, which has one run.</summary>
        public PoolUsage Usage => field ??= source.TakeUsage();

        public PoolUsage? TakeUsage() => source.TakeUsage();

        public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            source.BeganTicks = System.Diagnostics.Stopwatch.GetTimestamp();
            return pool.RunAsync(board, cancellationToken);
        }

        public ValueTask DisposeAsync() => pool.DisposeAsync();
    }
}
