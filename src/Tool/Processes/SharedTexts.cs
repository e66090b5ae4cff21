using Microsoft.Win32.SafeHandles;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Texts in a file that grows. A process that needs a block moves the file's end by one atomic add, reserves the block and maps
/// it. A position is an offset in the file, so it is valid in all processes.</summary>
internal sealed unsafe class SharedTexts(BoardHeader* header, SharedFile file) : TextBlocks
{
    private byte[] window = [];
    private long windowAt;
    private long fileBytes;
    private bool isSettled;

    public override TextBlock Rent(int bytes)
    {
        var length = (Math.Max(bytes, BlockSize) + (long)BlockSize - 1) / BlockSize * BlockSize;
        var position = Interlocked.Add(ref header->TextsUsed, length) - length;
        // Negative, or far away, once something has overwritten it.
        if (length > int.MaxValue || position < 0 || position % BlockSize != 0 || !file.TryReserve(position, length))
            return default;
        return new TextBlock(position, (nint)file.Map(position, length), (int)length);
    }

    public override bool TryWrite(TextBlock block, int at, ReadOnlySpan<byte> text) => file.TryWrite(block.Position + at, text);

    /// <summary>Also compares with the size of the file, which a task may have cut off.</summary>
    public override bool Has(long position, int length)
    {
        if (length == 0)
            return true;
        if (position < 0 || length < 0 || position > header->TextsUsed - length)
            return false;
        if (position + length > fileBytes)
            fileBytes = file.Bytes;
        return position + length <= fileBytes;
    }

    public override ReadOnlyMemory<byte> Read(long position, int length)
    {
        if (length == 0)
            return default;
        if (!isSettled)
            return Copy(position, length);
        if (position < windowAt || position + length > windowAt + window.Length)
            MoveWindow(position, length);
        return window.AsMemory((int)(position - windowAt), length);
    }

    public override void Settle() => isSettled = true;

    /// <summary>Called between runs, when no other process has a block.</summary>
    public override void Clear()
    {
        Release();
        header->TextsUsed = 0;
    }

    public override void Release()
    {
        file.UnmapAll();
        (window, windowAt, fileBytes, isSettled) = ([], 0, 0, false);
    }

    public override void Dispose() => file.Dispose();

    /// <summary>Rows are read in the order of tasks, whose texts are close to each other in the file, so the window rarely moves.</summary>
    private void MoveWindow(long position, int length)
    {
        const int WindowBytes = 64 << 20;
        var bytes = file.Bytes;
        // A file that fits is read once, wherever the first text is: what is checked is then what is written.
        windowAt = bytes <= WindowBytes ? 0 : Math.Max(0, position - (WindowBytes / 4));
        if (position + length > windowAt + WindowBytes)
            windowAt = position;
        // First, so that there is never twice as much.
        window = [];
        window = Copy(windowAt, Math.Max(position - windowAt + length, Math.Min(WindowBytes, bytes - windowAt)));
    }

    /// <summary>What is read is what was checked, and reading mapped memory would kill this process if something cut off the file meanwhile.</summary>
    private byte[] Copy(long position, long length)
    {
        var copy = new byte[length];
        using var handle = new SafeFileHandle(file.Descriptor, ownsHandle: false);
        for (var read = 0; read < copy.Length && RandomAccess.Read(handle, copy.AsSpan(read), position + read) is > 0 and var count; read += count)
        {
            // What is no longer there stays zero.
        }
        return copy;
    }
}
