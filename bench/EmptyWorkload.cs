namespace Partime.Bench;

/// <summary>Nothing to do: whatever it takes is partime's.</summary>
internal sealed class EmptyWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(item.Index);
}
