namespace Partime.TestPlugins;

/// <summary>Claims to be deterministic and never gives the same value twice.</summary>
[Workload("disagreeing", "Counts its calls.", SampleInputs = "1,2,3", Deterministic = true)]
public sealed class DisagreeingWorkload : IBlockingWorkload
{
    private long calls;

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(Interlocked.Increment(ref calls));
}
