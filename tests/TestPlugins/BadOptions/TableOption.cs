namespace Partime.TestPlugins;

[Workload("table-option", "Its option has two dimensions.")]
public sealed class TableOption : IWorkload
{
    [Option("cells", "Is a table.")]
    public int[,] Cells { get; set; } = new int[0, 0];

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
