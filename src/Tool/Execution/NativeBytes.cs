using System.Buffers;
using System.Runtime.InteropServices;

namespace Partime.Tool.Execution;

/// <summary>Memory outside the garbage collector's heap, in the shape that writers of files take. Whoever made it frees it.</summary>
internal sealed unsafe class NativeBytes(byte* start, int length) : MemoryManager<byte>
{
    public static readonly NativeBytes Empty = new(null, 0);

    public byte* Start => start;

    public int Length => length;

    public void Free() => NativeMemory.Free(start);

    public override Span<byte> GetSpan() => new(start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

    public override void Unpin()
    {
        // It never moves.
    }

    protected override void Dispose(bool disposing)
    {
        // Freed by whoever made it.
    }
}
