namespace Partime.Tool.Execution;

/// <summary>Memory for texts whose length is not known in advance: error messages, and results if a file needs them. Each block
/// belongs to one worker of one process, so that workers do not wait for each other.</summary>
internal abstract class TextBlocks : IDisposable
{
    public const int BlockSize = 256 * 1024;

    /// <summary>Hands out a block of at least so many bytes, usually of <see cref="BlockSize"/>.</summary>
    /// <returns>The block; its length is 0 if there is no space for it.</returns>
    public abstract TextBlock Rent(int bytes);

    /// <summary>Writes where a task may at any moment cut off the file that the block is in: a process that writes to memory behind the end of its file
    /// is killed.</summary>
    /// <returns>Whether there was space.</returns>
    public virtual unsafe bool TryWrite(TextBlock block, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(new Span<byte>((byte*)block.Start + at, text.Length));
        return true;
    }

    /// <summary>Whether a text can be there: a position that was overwritten may lead anywhere.</summary>
    public abstract bool Has(long position, int length);

    /// <summary>Reads what any worker of any process has written.</summary>
    public abstract ReadOnlyMemory<byte> Read(long position, int length);

    /// <summary>The run is over: texts may be cached from now on, until <see cref="Clear"/>.</summary>
    public virtual void Settle()
    {
    }

    /// <summary>Takes back all blocks and keeps their memory for the next run.</summary>
    public abstract void Clear();

    /// <summary>Gives up this process's blocks, where another one takes back all of them.</summary>
    public virtual void Release()
    {
    }

    public abstract void Dispose();
}

/// <param name="Position">What <see cref="TextBlocks.Read"/> finds the block by.</param>
/// <param name="Start">Where to write.</param>
/// <param name="Length">In bytes.</param>
internal readonly record struct TextBlock(long Position, nint Start, int Length);

/// <summary>The texts of one worker, one after the other: no object and no lock per text.</summary>
internal sealed unsafe class TextStore(TextBlocks blocks)
{
    /// <summary>The position of a text for which there was no space.</summary>
    public const long NoSpace = -1;

    private TextBlock block;
    private int used;
    private bool isEndangered;

    /// <summary>Forgets the block, which has been taken back.</summary>
    public void Clear() => (block, used, isEndangered) = (default, 0, false);

    /// <summary>From now on it is the parent of workers that writes, while their tasks run.</summary>
    public void Endanger() => isEndangered = true;

    /// <returns>The position of the text, or <see cref="NoSpace"/>.</returns>
    public long Append(ReadOnlySpan<byte> text)
    {
        if (text.Length > block.Length - used)
        {
            var fresh = blocks.Rent(text.Length);
            if (fresh.Length < text.Length)
                return NoSpace;
            (block, used) = (fresh, 0);
        }
        if (!isEndangered)
            text.CopyTo(new Span<byte>((byte*)block.Start + used, text.Length));
        else if (!blocks.TryWrite(block, used, text))
            return NoSpace;
        var position = block.Position + used;
        used += text.Length;
        return position;
    }
}
