using System.Runtime.InteropServices;

namespace Partime.Tool.Execution;

/// <summary>Texts that only this process writes and reads.</summary>
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
