namespace Partime.TestPlugins;

[Workload("throwing-type", "Its class cannot be initialised.")]
public sealed class ThrowingTypeWorkload : IWorkload
{
    static ThrowingTypeWorkload() => throw new InvalidOperationException("no model at /models/mars");

    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}
