using System.Runtime.CompilerServices;

namespace Partime.Plugins.SumSquares;

/// <summary>Computes without waiting: only more CPUs make this work faster.</summary>
[Workload("sum-squares", "Sums i*i for every i below the input, one by one.", SampleInputs = "100000000,200000000,300000000")]
public sealed class SumSquaresWorkload : BlockingWorkload
{
    /// <summary>Below this, every square fits into 64 bits.</summary>
    private const ulong Max = 1UL << 32;

    /// <summary>Takes about a millisecond, the longest that an interrupted session waits for this task.</summary>
    private const ulong BlockSize = 1 << 20;

    public override WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var end = End(item);
        var sum = UInt128.Zero;
        for (ulong start = 0; start < end; start += BlockSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sum += SumOfBlock(start, Math.Min(start + BlockSize, end));
        }
        return WorkResult.Of(sum);
    }

    // The loop and not the formula, because this workload must take time. Optimized at the first call: with tiered compilation the
    // first seconds of every process would be half as fast as the rest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static UInt128 SumOfBlock(ulong start, ulong end)
    {
        var sum = UInt128.Zero;
        for (var i = start; i < end; i++)
            sum += i * i;
        return sum;
    }

    private static ulong End(WorkItem item)
    {
        var end = item.Parse<long>();
        return end >= 0 && (ulong)end <= Max
            ? (ulong)end
            : throw new ArgumentException($"The input '{item.Text}' is not an upper end for the sum: use 0 to {Max}.");
    }
}
