namespace Partime.TestPlugins;

[Workload("required-with-default", "Its option is required and need not be set.")]
public sealed class RequiredWithDefault : IWorkload
{
    [Option("count", "Contradicts itself.", Required = true, Default = "1")]
    public int Count { get; set; }

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
