namespace Partime.TestPlugins;

[Workload("throwing", "Cannot be constructed.")]
public sealed class ThrowingWorkload : IWorkload
{
    public ThrowingWorkload() => throw new InvalidOperationException("no model at /models/moon");

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
