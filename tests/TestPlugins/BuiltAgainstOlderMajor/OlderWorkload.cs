namespace Partime.TestPlugins;

[Workload("older", "Was built against a contract that this partime does not have.")]
public sealed class OlderWorkload : IWorkload
{
    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
