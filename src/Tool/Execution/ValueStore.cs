namespace Partime.Tool.Execution;

/// <summary>The result texts of one worker, one after the other in large blocks: no object per task.</summary>
internal sealed class ValueStore
{
    private const int BlockSize = 64 * 1024;

    private readonly List<byte[]> blocks = [];
    private int used;

    public long Append(ReadOnlySpan<byte> value)
    {
        if (blocks.Count == 0 || value.Length > blocks[^1].Length - used)
        {
            blocks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(BlockSize, value.Length)));
            used = 0;
        }
        value.CopyTo(blocks[^1].AsSpan(used));
        var position = ((long)(blocks.Count - 1) << 32) | (uint)used;
        used += value.Length;
        return position;
    }

    public ReadOnlyMemory<byte> Read(long position, int length) =>
        blocks[(int)(position >> 32)].AsMemory((int)position, length);
}
