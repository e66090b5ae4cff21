namespace Partime.TestPlugins;

/// <summary>Its code stays as unoptimized as a build in Debug leaves it.</summary>
[Workload("unoptimized", "Counts without optimizations.", SampleInputs = "0..3")]
public sealed class UnoptimizedWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(item.Index);
}
