using System.Runtime.InteropServices;

namespace Partime.Tool.Files;

/// <summary>Writes to an open descriptor: a file, a pipe or a terminal. Linux only. The console's own stream would cost each command 7 ms. A FileStream keeps a position
/// of its own, so two commands redirected to the same file would overwrite each other.</summary>
/// <param name="descriptor">The descriptor. It stays open.</param>
/// <param name="reportsBrokenPipe">Whether a broken pipe is an error, as for data. If not, it is ignored, as by the console's own stream.</param>
internal sealed class DescriptorStream(int descriptor, bool reportsBrokenPipe) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
            for (nint done = 0; done < buffer.Length;)
                if (LibC.write(descriptor, start + done, buffer.Length - done) is >= 0 and var count)
                    done += count;
                else if (!MayTryAgain(Marshal.GetLastPInvokeError()))
                    return;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is kept.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>False if there is no reader any more and that is no error.</summary>
    private unsafe bool MayTryAgain(int error)
    {
        if (error == LibC.EINTR)
            return true;
        // The program that started this one, or shares its terminal, has made the descriptor non-blocking.
        if (error == LibC.EAGAIN)
        {
            var room = new PollFd { Fd = descriptor, Events = LibC.POLLOUT };
            _ = LibC.poll(&room, 1, timeoutMs: -1);
            return true;
        }
        if (error == LibC.EPIPE && !reportsBrokenPipe)
            return false;
        var message = Marshal.GetPInvokeErrorMessage(error);
        throw error == LibC.EBADF ? new UnauthorizedAccessException(message) : new IOException(message, error);
    }
}
