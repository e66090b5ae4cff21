namespace Partime.TestPlugins;

[Workload("closed", "Cannot be constructed: its constructor takes something.")]
public sealed class ClosedWorkload(string greeting) : IWorkload
{
    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => new(WorkResult.Of(greeting));
}
