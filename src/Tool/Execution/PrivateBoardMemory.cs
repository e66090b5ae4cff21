using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Partime.Tool.Execution;

/// <summary>Memory of this process alone, outside the garbage collector's heap, where it does not move and causes no collections.</summary>
internal sealed unsafe class PrivateBoardMemory : BoardMemory
{
    private readonly PrivateTexts texts = new();
    private void* memory;

    public PrivateBoardMemory(BoardLayout layout) : base(layout)
    {
        var slotsAt = Unsafe.SizeOf<BoardHeader>();
        memory = NativeMemory.AlignedAlloc((nuint)(slotsAt + layout.Bytes), alignment: 128);
        NativeMemory.Clear(memory, (nuint)slotsAt);
        Header = (BoardHeader*)memory;
        Slots = (TaskSlot*)((byte*)memory + slotsAt);
        Metrics = (double*)(Slots + layout.Tasks);
    }

    public override TextBlocks Texts => texts;

    public override void Dispose()
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
        texts.Dispose();
    }
}

/// <summary>Texts that only this process writes and reads. A position is the number of a block and the offset in it.</summary>
internal sealed unsafe class PrivateTexts : TextBlocks
{
    private readonly Lock gate = new();
    private readonly List<NativeBytes> blocks = [];
    private int next;

    public override TextBlock Rent(int bytes)
    {
        lock (gate)
        {
            if (next == blocks.Count)
                blocks.Add(NativeBytes.Empty);
            if (blocks[next].Length < bytes)
            {
                blocks[next].Free();
                var length = Math.Max(bytes, BlockSize);
                blocks[next] = new NativeBytes((byte*)NativeMemory.Alloc((nuint)length), length);
            }
            var block = blocks[next];
            return new TextBlock((long)next++ << 32, (nint)block.Start, block.Length);
        }
    }

    public override bool Has(long position, int length) =>
        length >= 0 && (length == 0 || ((ulong)(position >> 32) < (ulong)next && (long)(uint)position + length <= blocks[(int)(position >> 32)].Length));

    public override ReadOnlyMemory<byte> Read(long position, int length) =>
        length == 0 ? default : blocks[(int)(position >> 32)].Memory.Slice((int)position, length);

    public override void Clear() => next = 0;

    public override void Dispose()
    {
        foreach (var block in blocks)
            block.Free();
        blocks.Clear();
    }
}

/// <summary>Memory outside the garbage collector's heap, in the shape that writers of files take. Its creator frees it.</summary>
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
        // The memory never moves.
    }

    protected override void Dispose(bool disposing)
    {
        // Its creator frees it.
    }
}
