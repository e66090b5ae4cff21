namespace Partime.TestPlugins;

/// <summary>A workload whose author forgot the attribute.</summary>
public sealed class Unmarked : IWorkload
{
    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
