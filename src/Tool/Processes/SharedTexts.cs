using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Texts in a file that grows: a process that needs a block moves the file's end by one atomic add, reserves the room
/// and maps it. A position is an offset in the file, the same for everybody.</summary>
internal sealed unsafe class SharedTexts(BoardHeader* header, SharedFile file) : TextBlocks
{
    private NativeBytes read = NativeBytes.Empty;
    private long readFrom;

    public override TextBlock Rent(int bytes)
    {
        var length = (Math.Max(bytes, BlockSize) + (long)BlockSize - 1) / BlockSize * BlockSize;
        var position = Interlocked.Add(ref header->TextsUsed, length) - length;
        if (length > int.MaxValue || !file.TryReserve(position, length))
            return default;
        return new TextBlock(position, (nint)file.Map(position, length), (int)length);
    }

    public override ReadOnlyMemory<byte> Read(long position, int length)
    {
        if (length == 0)
            return default;
        if (position < readFrom || position + length > readFrom + read.Length)
            MapForReading(position, length);
        return read.Memory.Slice((int)(position - readFrom), length);
    }

    /// <summary>Called between runs, when no other process has a block.</summary>
    public override void Clear()
    {
        file.UnmapAll();
        (read, readFrom) = (NativeBytes.Empty, 0);
        header->TextsUsed = 0;
    }

    public override void Dispose() => file.Dispose();

    /// <summary>Rows are read in the order of tasks, and neighbours were written close to each other: a window is enough.</summary>
    private void MapForReading(long position, int length)
    {
        const long Window = 1 << 30;
        readFrom = position / BlockSize * BlockSize;
        var end = Math.Min(header->TextsUsed, Math.Max(readFrom + Window, position + length));
        read = new NativeBytes(file.Map(readFrom, Math.Min(end - readFrom, int.MaxValue)), (int)Math.Min(end - readFrom, int.MaxValue));
    }
}
