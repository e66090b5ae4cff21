namespace Partime.TestPlugins;

[Workload("abstract", "Cannot be constructed: it is abstract.")]
public abstract class AbstractWorkload : IWorkload
{
    public abstract ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken);
}
