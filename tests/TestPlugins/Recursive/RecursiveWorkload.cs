using System.Runtime.CompilerServices;

namespace Partime.TestPlugins;

/// <summary>Needs more stack than threads usually have, and notices in time that it has not enough.</summary>
[Workload("recursive", "Goes as deep as the input says, and comes back.", SampleInputs = "2000000")]
public sealed class RecursiveWorkload : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(Depth(item.Parse<long>()));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Depth(long left)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return left == 0 ? 0 : 1 + Depth(left - 1);
    }
}
