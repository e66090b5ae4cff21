namespace Partime.Tool.Execution;

/// <summary>Memory for texts that nobody knows the length of in advance: results, if a file wants them, and error messages.
/// Handed out in blocks, each to one worker of one process, so that nobody waits for anybody.</summary>
internal abstract class TextBlocks : IDisposable
{
    /// <summary>The usual size of a block.</summary>
    public const int BlockSize = 256 * 1024;

    /// <summary>Hands out a block.</summary>
    /// <param name="bytes">At least so many.</param>
    /// <returns>Where it is; its length is 0 if there is no room for it.</returns>
    public abstract TextBlock Rent(int bytes);

    /// <summary>Reads what was written, by whichever worker and process.</summary>
    public abstract ReadOnlyMemory<byte> Read(long position, int length);

    /// <summary>Takes back all blocks and keeps their memory for the next run.</summary>
    public abstract void Clear();

    public abstract void Dispose();
}

/// <summary>A block of memory for texts.</summary>
/// <param name="Position">What to read it by.</param>
/// <param name="Start">Where to write.</param>
/// <param name="Length">In bytes.</param>
internal readonly record struct TextBlock(long Position, nint Start, int Length);
