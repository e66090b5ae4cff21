namespace Partime.TestPlugins;

/// <summary>Does nothing, so that what is measured is partime itself.</summary>
[Workload("empty", "Does nothing.", SampleInputs = "0..1000")]
public sealed class EmptyWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(item.Index);
}
