namespace Partime.TestPlugins;

[Workload("reversed-range", "Its option has a range with nothing in it.")]
public sealed class ReversedRange : IWorkload
{
    [Option("wait", "Starts after its end.", Min = "1m", Max = "5s")]
    public TimeSpan Wait { get; set; }

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
