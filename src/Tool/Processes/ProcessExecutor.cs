using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>What the executors with worker processes have in common; see docs/worker-processes.md.</summary>
internal abstract class ProcessExecutor : IRehearsingExecutor
{
    /// <summary>Set before the first start.</summary>
    public PoolContext? PoolContext { get; set; }

    protected virtual bool IsOnePerTask => false;

    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(Start(new PoolShape(request.Workers, IsOnePerTask, request.AllReady), cancellationToken));

    /// <summary>One worker is started and ended: then the files are in memory and the code is loaded, and a workload that cannot work
    /// in another process has said so.</summary>
    public ValueTask RehearseAsync(CancellationToken cancellationToken) =>
        Start(new PoolShape(Workers: 1, IsOnePerTask: false, AllReady: true), cancellationToken).DisposeAsync();

    private ProcessPool Start(PoolShape shape, CancellationToken cancellationToken)
    {
        var context = PoolContext ?? throw new InvalidOperationException("Nobody has told the executor what its workers are to load.");
        var pool = new ProcessPool(context, shape);
        try
        {
            pool.Start(cancellationToken);
            return pool;
        }
        catch
        {
            pool.Stop();
            throw;
        }
    }
}
