using System.Runtime.CompilerServices;
using System.Text;

namespace Partime.Tool.Planning;

/// <summary>A part of the inputs: a range that is computed, or texts that are kept.</summary>
internal abstract record InputSegment(long Count)
{
    /// <summary>The input at an offset within the segment, as the item of the task with that index.</summary>
    public abstract WorkItem Item(long index, long offset);

    internal sealed record Numbers(IntegerRange Range) : InputSegment(Range.Count)
    {
        [MethodImpl(HotPath.Options)]
        public override WorkItem Item(long index, long offset) => new(index, Range[offset]);
    }

    internal sealed record Texts(IReadOnlyList<string> Values) : InputSegment(Values.Count)
    {
        [MethodImpl(HotPath.Options)]
        public override WorkItem Item(long index, long offset) => new(index, Values[(int)offset]);
    }

    /// <summary>Texts as <see cref="InputTable"/> lays them out, decoded when they are asked for.</summary>
    internal sealed unsafe record Utf8Texts(long Count, nint Offsets, nint Bytes) : InputSegment(Count)
    {
        [MethodImpl(HotPath.Options)]
        public override WorkItem Item(long index, long offset)
        {
            var offsets = (long*)Offsets;
            return new WorkItem(index, Encoding.UTF8.GetString((byte*)Bytes + offsets[offset], (int)(offsets[offset + 1] - offsets[offset])));
        }
    }
}
