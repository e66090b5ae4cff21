namespace Partime.TestPlugins;

/// <summary>Leaves a trace that the tool's side can see as soon as any of its code runs.</summary>
[Workload("tracing", "Tells when its code runs.")]
public sealed class TracingWorkload : IWorkload
{
    static TracingWorkload() => Trace.Add("type initialised");

    public TracingWorkload() => Trace.Add("constructed");

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
