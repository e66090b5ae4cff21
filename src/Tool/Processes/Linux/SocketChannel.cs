using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>One end of a socket that keeps messages whole.</summary>
internal sealed unsafe class SocketChannel(int descriptor) : Channel
{
    public int Descriptor => descriptor;

    public override bool Send(ReadOnlySpan<byte> message)
    {
        fixed (byte* start = message)
            return LibC.send(descriptor, start, message.Length, LibC.MSG_NOSIGNAL) == message.Length;
    }

    public override int Receive(Span<byte> message) => Receive(message, flags: 0);

    /// <returns>The length of the next message; 0 when the other end is closed, -1 if there is no message yet.</returns>
    public int TryReceive(Span<byte> message) => Receive(message, LibC.MSG_DONTWAIT);

    /// <summary>The plugin has closed the socket, as the lifeline ends a worker whose parent is gone.</summary>
    public override void ExitWhenClosed() => OwnProcess.Exit(ExitCode.Bug);

    private int Receive(Span<byte> message, int flags)
    {
        fixed (byte* start = message)
            while (true)
            {
                var length = LibC.recv(descriptor, start, message.Length, flags);
                if (length >= 0)
                    return (int)length;
                switch (Marshal.GetLastPInvokeError())
                {
                    case LibC.EINTR:
                        continue;
                    case LibC.EAGAIN:
                        return -1;
                    default:
                        // Reset by a process that died with unread messages, so the other end is closed.
                        return 0;
                }
            }
    }
}
