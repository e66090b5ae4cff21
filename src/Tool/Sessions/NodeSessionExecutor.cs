using Partime.Tool.Execution;

namespace Partime.Tool.Sessions;

/// <summary>An executor with nodes as a session measures it: its workers are processes elsewhere, and what they use is a part of the costs.</summary>
internal sealed class NodeSessionExecutor(NodeSession session, NodeWork work) : IExecutor
{
    public async ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
    {
        work.CountUsage(request.Workers);
        return new Pool(await session.Executor.StartAsync(request with { Work = work }, cancellationToken).ConfigureAwait(false), work);
    }

    private sealed class Pool(IWorkerPool pool, NodeWork work) : IMeasuredPool
    {
        /// <summary>Of a cold pool, which has one run.</summary>
        public PoolUsage Usage => field ??= work.TakeUsage();

        public PoolUsage? TakeUsage() => work.TakeUsage();

        public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            work.BeganTicks = System.Diagnostics.Stopwatch.GetTimestamp();
            return pool.RunAsync(board, cancellationToken);
        }

        public ValueTask DisposeAsync() => pool.DisposeAsync();
    }
}
