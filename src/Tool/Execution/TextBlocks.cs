namespace Partime.Tool.Execution;

/// <summary>Memory for texts whose length is not known in advance: error messages, and results if a file needs them. Each block
/// belongs to one worker of one process, so that workers do not wait for each other.</summary>
internal abstract class TextBlocks : IDisposable
{
    public const int BlockSize = 256 * 1024;

    /// <summary>Hands out a block of at least so many bytes, usually of <see cref="BlockSize"/>.</summary>
    /// <returns>The block; its length is 0 if there is no space for it.</returns>
    public abstract TextBlock Rent(int bytes);

    /// <summary>Makes sure that a block is still there: a task may have cut off the file that it is in, and a process that writes behind the end of a file is killed.</summary>
    /// <returns>Whether it is.</returns>
    public virtual bool Restore(TextBlock block) => true;

    /// <summary>Whether a text can be there: a position that was overwritten may lead anywhere.</summary>
    public abstract bool Has(long position, int length);

    /// <summary>Reads what any worker of any process has written.</summary>
    public abstract ReadOnlyMemory<byte> Read(long position, int length);

    /// <summary>Takes back all blocks and keeps their memory for the next run.</summary>
    public abstract void Clear();

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

    /// <summary>Forgets the block, which has been taken back.</summary>
    public void Clear() => (block, used) = (default, 0);

    /// <summary>Before the parent of workers writes, which may not be killed with them.</summary>
    public void Restore()
    {
        if (block.Length > 0 && !blocks.Restore(block))
            Clear();
    }

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
        text.CopyTo(new Span<byte>((byte*)block.Start + used, text.Length));
        var position = block.Position + used;
        used += text.Length;
        return position;
    }
}
