namespace Partime.TestPlugins;

[Workload("unconstructible", "Cannot be made in a worker process.")]
public sealed class UnconstructibleWorkload : IBlockingWorkload
{
    public UnconstructibleWorkload()
    {
        if (Here.IsWorker)
            throw new InvalidOperationException("not made for workers");
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(0);
}
