using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>One end of the socket between parent and worker. Messages stay whole, and there are so few
/// that none waits for room.</summary>
internal readonly unsafe struct Channel(int descriptor)
{
    /// <summary>The longest message: a reason, which nobody reads further than that.</summary>
    public const int Longest = 8 * 1024;

    public int Descriptor => descriptor;

    /// <returns>Whether the other side can still hear it.</returns>
    public bool Send(byte letter) => Send([letter]);

    /// <inheritdoc cref="Send(byte)"/>
    public bool Send(byte letter, long number)
    {
        Span<byte> message = stackalloc byte[1 + sizeof(long)];
        message[0] = letter;
        BinaryPrimitives.WriteInt64LittleEndian(message[1..], number);
        return Send(message);
    }

    /// <inheritdoc cref="Send(byte)"/>
    public bool Send(ReadOnlySpan<byte> message)
    {
        fixed (byte* start = message)
            return LibC.send(descriptor, start, message.Length, LibC.MSG_NOSIGNAL) == message.Length;
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>Its length; 0 when the other side is gone.</returns>
    public int Receive(Span<byte> message) => Receive(message, flags: 0);

    /// <returns>The length of the next message; 0 when the other side is gone, -1 if there is none yet.</returns>
    public int TryReceive(Span<byte> message) => Receive(message, LibC.MSG_DONTWAIT);

    public static long Number(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadInt64LittleEndian(message[1..]);

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
                        // Reset by a side that died with something unread: gone, all the same.
                        return 0;
                }
            }
    }
}
