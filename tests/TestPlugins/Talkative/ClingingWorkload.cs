namespace Partime.TestPlugins;

/// <summary>Cannot be disposed of.</summary>
[Workload("clinging", "Throws when it is disposed of.")]
public sealed class ClingingWorkload : IBlockingWorkload, IDisposable
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(item.Text);

    public void Dispose() => throw new InvalidOperationException("still holding on");
}
