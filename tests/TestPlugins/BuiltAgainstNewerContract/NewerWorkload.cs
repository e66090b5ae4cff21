namespace Partime.TestPlugins;

[Workload("newer", "Was built against a contract that this partime does not have.")]
public sealed class NewerWorkload : IWorkload
{
    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
