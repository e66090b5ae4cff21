namespace Partime.TestPlugins;

[Workload("read-only-option", "Its option cannot be set.")]
public sealed class ReadOnlyOption : IWorkload
{
    [Option("fixed", "Has no setter.")]
    public int Fixed { get; }

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
