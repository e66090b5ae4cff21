using System.Runtime.CompilerServices;

namespace Partime.Tool.Planning;

/// <summary>The input of every task, found by its index.</summary>
internal sealed class TaskInputs
{
    private readonly InputSegment[] segments;
    private readonly long[] ends;
    private readonly long times;

    /// <param name="segments">The inputs in order.</param>
    /// <param name="times">How many consecutive tasks get each input.</param>
    public TaskInputs(IEnumerable<InputSegment> segments, long times)
    {
        // An empty one ends where the one before it ends, and the search could not tell them apart.
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
        Count = total * times;
    }

    /// <summary>The number of tasks.</summary>
    public long Count { get; }

    public IReadOnlyList<InputSegment> Segments => segments;

    /// <summary>How many consecutive tasks get each input.</summary>
    public long Times => times;

    // Asked for before every task: see Board.Run for why it is optimised from the first call on.
    [MethodImpl(HotPath.Options)]
    public WorkItem Item(long index)
    {
        // A division costs about as much as recording a task, so the usual case goes without.
        var position = times == 1 ? index : index / times;
        if (segments.Length == 1)
            return segments[0].Item(index, position);
        var segment = Array.BinarySearch(ends, position + 1);
        if (segment < 0)
            segment = ~segment;
        return segments[segment].Item(index, segment == 0 ? position : position - ends[segment - 1]);
    }

    // By hand, as a worker process would load a library for it.
    private static InputSegment[] WithoutEmptyOnes(IEnumerable<InputSegment> segments)
    {
        var kept = new List<InputSegment>();
        foreach (var segment in segments)
            if (segment.Count > 0)
                kept.Add(segment);
        return [.. kept];
    }

    private PartimeException TooMany(long total, long count) =>
        new($"These inputs make {((Int128)total + count) * times:N0} tasks or more; a run has room for {Array.MaxLength:N0}.");
}
