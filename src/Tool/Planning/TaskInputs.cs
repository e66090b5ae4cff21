using System.Runtime.CompilerServices;
using System.Text;

namespace Partime.Tool.Planning;

/// <summary>The inputs of all tasks, found by the index of the task.</summary>
internal sealed class TaskInputs
{
    private readonly InputSegment[] segments;
    private readonly long[] ends;
    private readonly long times;
    private readonly long inputCount;

    /// <param name="segments">The inputs in order.</param>
    /// <param name="times">How many consecutive tasks get each input.</param>
    public TaskInputs(IEnumerable<InputSegment> segments, long times)
    {
        // An empty segment ends where the one before it ends, so the search could not tell them apart.
        this.segments = WithoutEmptyOnes(segments);
        this.times = times;
        ends = new long[this.segments.Length];
        var total = 0L;
        for (var i = 0; i < ends.Length; i++)
        {
            var count = this.segments[i].Count;
            if (count > (Array.MaxLength / times) - total)
                throw TooMany(total, count);
            total += count;
            ends[i] = total;
        }
        inputCount = total;
        Count = total * times;
    }

    public long Count { get; }

    public IReadOnlyList<InputSegment> Segments => segments;

    public long Times => times;

    /// <summary>Beyond the last task it goes on with the first input.</summary>
    /// <param name="index">The index of the task.</param>
    /// <param name="copies">How many times as many consecutive tasks get each input: under weak scaling, one for each worker.</param>
    [MethodImpl(HotPath.Options)]
    public WorkItem Item(long index, int copies = 1)
    {
        // A division costs about as much as recording a task, so the common case avoids it.
        var sharing = times * copies;
        var position = sharing == 1 ? index : index / sharing;
        if (position >= inputCount)
            position %= inputCount;
        if (segments.Length == 1)
            return segments[0].Item(index, position);
        var segment = Array.BinarySearch(ends, position + 1);
        if (segment < 0)
            segment = ~segment;
        return segments[segment].Item(index, segment == 0 ? position : position - ends[segment - 1]);
    }

    // Not a LINQ query: a worker process would load a library for it.
    private static InputSegment[] WithoutEmptyOnes(IEnumerable<InputSegment> segments)
    {
        var kept = new List<InputSegment>();
        foreach (var segment in segments)
            if (segment.Count > 0)
                kept.Add(segment);
        return [.. kept];
    }

    private PartimeException TooMany(long total, long count) =>
        new($"The inputs give at least {((Int128)total + count) * times:N0} tasks; a run can have at most {Array.MaxLength:N0}. Name fewer inputs.");
}

/// <summary>A part of the inputs: a range, whose numbers are computed, or texts.</summary>
internal abstract record InputSegment(long Count)
{
    /// <param name="index">The index of the task.</param>
    /// <param name="offset">The position of its input within the segment.</param>
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

    /// <summary>Texts as <see cref="InputTable"/> lays them out, decoded on each access.</summary>
    internal sealed unsafe record Utf8Texts(long Count, nint Offsets, nint Bytes, bool HasBytes) : InputSegment(Count)
    {
        [MethodImpl(HotPath.Options)]
        public override WorkItem Item(long index, long offset)
        {
            var offsets = (long*)Offsets;
            var text = (byte*)Bytes + offsets[offset];
            var length = (int)(offsets[offset + 1] - offsets[offset]);
            return new WorkItem(index, HasBytes ? InputText.Of(new ReadOnlySpan<byte>(text, length)) : Encoding.UTF8.GetString(text, length));
        }
    }
}
