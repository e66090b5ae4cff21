namespace Partime.Tool.Execution;

/// <summary>The texts of one worker, one after the other: no object and no lock per text.</summary>
internal sealed unsafe class TextStore(TextBlocks blocks)
{
    /// <summary>The position of a text for which there was no room.</summary>
    public const long Nowhere = -1;

    private TextBlock block;
    private int used;

    /// <summary>Forgets the block, which has been taken back.</summary>
    public void Clear() => (block, used) = (default, 0);

    /// <returns>Where the text is, or <see cref="Nowhere"/>.</returns>
    public long Append(ReadOnlySpan<byte> text)
    {
        if (text.Length > block.Length - used)
        {
            var fresh = blocks.Rent(text.Length);
            if (fresh.Length < text.Length)
                return Nowhere;
            (block, used) = (fresh, 0);
        }
        text.CopyTo(new Span<byte>((byte*)block.Start + used, text.Length));
        var position = block.Position + used;
        used += text.Length;
        return position;
    }
}
