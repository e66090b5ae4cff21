using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>What the executors with worker processes have in common; see docs/worker-processes.md.</summary>
internal abstract class ProcessExecutor : IExecutor
{
    /// <summary>Set before the first start.</summary>
    public Employer? Employer { get; set; }

    protected virtual bool IsOnePerTask => false;

    public async ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
    {
        var employer = Employer ?? throw new InvalidOperationException("Nobody has told the executor what its workers are to load.");
        var pool = new ProcessPool(employer, new PoolShape(request.Workers, IsOnePerTask, request.AllReady));
        try
        {
            await pool.StartAsync(cancellationToken).ConfigureAwait(false);
            return pool;
        }
        catch
        {
            await pool.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
