using System.Runtime.CompilerServices;

namespace Partime.Tool.Planning;

/// <summary>A part of the inputs: a range that is computed, or texts that are kept.</summary>
internal abstract record InputSegment(long Count)
{
    /// <summary>The input at an offset within the segment, as the item of the task with that index.</summary>
    public abstract WorkItem Item(long index, long offset);

    internal sealed record Numbers(IntegerRange Range) : InputSegment(Range.Count)
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override WorkItem Item(long index, long offset) => new(index, Range[offset]);
    }

    internal sealed record Texts(IReadOnlyList<string> Values) : InputSegment(Values.Count)
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override WorkItem Item(long index, long offset) => new(index, Values[(int)offset]);
    }
}
