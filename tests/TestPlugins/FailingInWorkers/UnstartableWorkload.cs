namespace Partime.TestPlugins;

[Workload("unstartable", "Throws when a worker process starts it.")]
public sealed class UnstartableWorkload : IBlockingWorkload
{
    public ValueTask StartAsync(CancellationToken cancellationToken) =>
        Here.IsWorker ? throw new InvalidOperationException("not started in workers") : default;

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(0);
}
