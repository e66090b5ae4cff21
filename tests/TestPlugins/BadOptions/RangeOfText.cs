namespace Partime.TestPlugins;

[Workload("range-of-text", "Its option has a range, and its values no order.")]
public sealed class RangeOfText : IWorkload
{
    [Option("name", "Is text.", Max = "z")]
    public string Name { get; set; } = "";

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
