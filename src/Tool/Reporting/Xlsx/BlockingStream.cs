namespace Partime.Tool.Reporting;

/// <summary>Writes on the thread that asks for it, in blocks. A file's own asynchronous methods use the thread pool, all of whose threads the tasks that were measured may hold.</summary>
internal sealed class BlockingStream(Stream inner) : Stream
{
    private const int BlockBytes = 1 << 16;

    private readonly BufferedStream blocks = new(inner, BlockBytes);

    public override bool CanRead => false;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => true;

    public override long Length => blocks.Length;

    public override long Position { get => blocks.Position; set => blocks.Position = value; }

    public override void Flush() => blocks.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Flush();
        return Task.CompletedTask;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => blocks.Seek(offset, origin);

    public override void SetLength(long value) => blocks.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count) => blocks.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => blocks.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Leaves the inner stream open.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            blocks.Flush();
        base.Dispose(disposing);
    }
}
