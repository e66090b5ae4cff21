namespace Partime.TestPlugins;

[Workload("default-out-of-range", "Its option's default is out of its range.")]
public sealed class DefaultOutOfRange : IWorkload
{
    [Option("sizes", "Starts outside.", Default = "4KiB,1B", Min = "1KiB")]
    public ByteSize[] Sizes { get; set; } = [];

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
