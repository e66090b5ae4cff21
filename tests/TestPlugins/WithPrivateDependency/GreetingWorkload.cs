namespace Partime.TestPlugins;

/// <summary>Computes its results with an assembly that it brings along.</summary>
[Workload("greeting", "Greets its input.", SampleInputs = "moon")]
public sealed class GreetingWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(Greeting.To(item.Text));
}
