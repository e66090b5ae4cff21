namespace Partime.TestPlugins;

[Workload("wrong-min", "Its option begins where there is no value.")]
public sealed class WrongMin : IWorkload
{
    [Option("count", "Begins nowhere.", Min = "1KiB")]
    public int Count { get; set; }

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
