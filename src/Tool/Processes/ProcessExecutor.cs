using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>What the executors with worker processes have in common; see docs/worker-processes.md.</summary>
internal abstract class ProcessExecutor : IWarmUpExecutor
{
    /// <summary>Set before the first start.</summary>
    public PoolContext? PoolContext { get; set; }

    protected virtual bool IsOnePerTask => false;

    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        new(Start(new PoolShape(request.Workers, IsOnePerTask, request.AllReady), cancellationToken));

    /// <summary>Starts one worker and ends it. Then the files are in memory, and a workload that does not work in another process has
    /// failed.</summary>
    public ValueTask WarmUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            Start(new PoolShape(Workers: 1, IsOnePerTask: false, AllReady: true) { IsTrial = true }, cancellationToken).Stop();
        }
        catch (BoardOverwrittenException)
        {
            // A workload that does this does it in the runs as well, and each of them says so.
        }
        return ValueTask.CompletedTask;
    }

    private ProcessPool Start(PoolShape shape, CancellationToken cancellationToken)
    {
        var context = PoolContext ?? throw new InvalidOperationException($"{nameof(PoolContext)} is not set.");
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

/// <summary>What <c>ProcessPoolExecutor.map</c> of Python does: an idle process takes the next task.</summary>
[Executor("process-pool", "W processes that stay, each claiming the next task.")]
internal sealed class ProcessPoolExecutor : ProcessExecutor;

/// <summary>What <c>multiprocessing.Pool.map</c> of Python does: each process claims a quarter of its fair share at once.</summary>
[Executor("pool-map", "W processes that stay, each claiming a chunk of about tasks / 4W.", DefaultChunkSize = "pool")]
internal sealed class PoolMapExecutor : ProcessExecutor;

/// <summary>What starting and joining a <c>multiprocessing.Process</c> of Python does: a process starts, runs one task and ends.</summary>
[Executor("process", "One process per task, W at once: start, one task, exit.", DefaultWorkers = "tasks")]
internal sealed class ProcessPerTaskExecutor : ProcessExecutor
{
    protected override bool IsOnePerTask => true;
}
