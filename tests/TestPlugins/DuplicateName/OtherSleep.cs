namespace Partime.TestPlugins;

/// <summary>Has the name of a bundled workload.</summary>
[Workload("sleep", "Sleeps otherwise.")]
public sealed class OtherSleep : IWorkload
{
    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
