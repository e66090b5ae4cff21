namespace Partime.Tool.Execution;

/// <summary>The result texts of one worker, one after the other in large blocks: no object per task.</summary>
internal sealed class ValueStore
{
    private const int BlockSize = 64 * 1024;

    private readonly List<byte[]> blocks = [];
    private int current = -1;
    private int used;

    /// <summary>Forgets the texts and keeps the blocks, so that a later run need not ask for memory.</summary>
    public void Clear() => (current, used) = (-1, 0);

    public long Append(ReadOnlySpan<byte> value)
    {
        if (current < 0 || value.Length > blocks[current].Length - used)
            OpenBlock(value.Length);
        value.CopyTo(blocks[current].AsSpan(used));
        var position = ((long)current << 32) | (uint)used;
        used += value.Length;
        return position;
    }

    public ReadOnlyMemory<byte> Read(long position, int length) =>
        blocks[(int)(position >> 32)].AsMemory((int)position, length);

    private void OpenBlock(int room)
    {
        current++;
        used = 0;
        if (current == blocks.Count)
            blocks.Add([]);
        if (blocks[current].Length < room)
            blocks[current] = GC.AllocateUninitializedArray<byte>(Math.Max(BlockSize, room));
    }
}
