namespace Partime.TestPlugins;

/// <summary>A first task that is done at once and a second that only an interruption ends: one is on disk, one under way.</summary>
[Workload("patient", "Returns from its first call; the second creates the input's file and waits for its token.")]
public sealed class PatientWorkload : IBlockingWorkload
{
    private int calls;

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref calls) > 1)
        {
            File.WriteAllText(item.Text, "");
            cancellationToken.WaitHandle.WaitOne();
            cancellationToken.ThrowIfCancellationRequested();
        }
        return WorkResult.Of(0);
    }
}
