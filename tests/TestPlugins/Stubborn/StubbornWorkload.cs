namespace Partime.TestPlugins;

/// <summary>Work that does not let itself be interrupted. The file it creates says that it has begun.</summary>
[Workload("stubborn", "Creates the input's file, then blocks for good and ignores its token.")]
public sealed class StubbornWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        File.WriteAllText(item.Text, "");
        Thread.Sleep(Timeout.Infinite);
        return WorkResult.Of(0);
    }
}
