namespace Partime.TestPlugins;

/// <summary>Shares its name with an executor.</summary>
[Workload("paced", "Gives its input back.", SampleInputs = "1,2,3")]
public sealed class PacedWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(item.Text);
}
