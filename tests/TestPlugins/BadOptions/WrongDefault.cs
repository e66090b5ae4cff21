namespace Partime.TestPlugins;

[Workload("wrong-default", "Its default is no value of its option.")]
public sealed class WrongDefault : IWorkload
{
    [Option("count", "Has a wrong default.", Default = "many")]
    public int Count { get; set; }

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
