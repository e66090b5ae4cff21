using System.Runtime.CompilerServices;

namespace Partime.TestPlugins;

/// <summary>Needs more stack than threads usually have, and notices in time that it has not enough.</summary>
[Workload("recursive", "Goes as deep as the input says, and comes back.", SampleInputs = "2000000")]
public sealed class RecursiveWorkload : IBlockingWorkload
{
    private const long TooDeep = -1;

    // The exception is for the top: it would take half a minute to leave so many calls.
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) =>
        Depth(item.Parse<long>()) is not TooDeep and var depth
            ? WorkResult.Of(depth)
            : throw new InsufficientExecutionStackException("so deep there is no stack left");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Depth(long left) =>
        left == 0 ? 0
        : !RuntimeHelpers.TryEnsureSufficientExecutionStack() ? TooDeep
        : Depth(left - 1) is not TooDeep and var below ? below + 1
        : TooDeep;
}
