using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Partime.Tool.Execution;

/// <summary>Memory of this process alone, outside the garbage collector's heap, where it neither moves nor counts.</summary>
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
