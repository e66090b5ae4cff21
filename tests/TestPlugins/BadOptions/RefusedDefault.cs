namespace Partime.TestPlugins;

[Workload("refused-default", "Its setter refuses its option's default.")]
public sealed class RefusedDefault : IWorkload
{
    [Option("count", "Must be positive.", Default = "0")]
    public int Count { get; set => field = value > 0 ? value : throw new ArgumentException("give a number above zero"); }

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
