namespace Partime.TestPlugins;

[Workload("Mistaken Names", "Has names that partime refuses.")]
[Metric("read-bytes", "B")]
[Metric("read_bytes", "B")]
public sealed class MistakenNames : Workload
{
    [Option("Depth", "Has capital letters.")]
    public int Depth { get; set; }

    [Option("size", "Is there twice.")]
    public int Size { get; set; }

    [Option("size", "Is there twice.")]
    public int OtherSize { get; set; }

    public override ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
