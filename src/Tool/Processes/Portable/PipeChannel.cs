using System.Buffers.Binary;

namespace Partime.Tool.Processes;

/// <summary>One end of two pipes. A head before each message keeps it whole, and tells it from what a task writes there.</summary>
internal sealed class PipeChannel(Stream reader, Stream writer) : Channel
{
    private const byte Mark = 0xB5;
    private const int HeadBytes = 1 + sizeof(ushort);

    private readonly Lock sending = new();
    private bool isOutOfStep;

    private Action WhenParentIsGone { get; init; } = () => { };

    /// <summary>In a worker, whose standard input and output then lead elsewhere.</summary>
    public static PipeChannel ToParent(Action whenParentIsGone)
    {
        var (reader, writer) = StandardHandles.Take();
        return new PipeChannel(reader, writer) { WhenParentIsGone = whenParentIsGone };
    }

    public override bool Send(ReadOnlySpan<byte> message)
    {
        Span<byte> whole = stackalloc byte[HeadBytes + message.Length];
        whole[0] = Mark;
        BinaryPrimitives.WriteUInt16LittleEndian(whole[1..], (ushort)message.Length);
        message.CopyTo(whole[HeadBytes..]);
        try
        {
            lock (sending)
            {
                writer.Write(whole);
                writer.Flush();
            }
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>After something that is no message, one that makes no sense, and then nothing until the end.</summary>
    public override int Receive(Span<byte> message)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        try
        {
            while (isOutOfStep && reader.Read(message) > 0)
            {
                // Dropped.
            }
            if (isOutOfStep || !TryRead(head[..1]))
                return 0;
            var isMessage = head[0] == Mark && TryRead(head[1..]);
            var length = isMessage ? BinaryPrimitives.ReadUInt16LittleEndian(head[1..]) : 0;
            if (length > 0 && length <= message.Length)
                return TryRead(message[..length]) ? length : 0;
            isOutOfStep = true;
            message[0] = 0;
            return 1;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return 0;
        }
    }

    /// <summary>The parent is gone, however it ended.</summary>
    public override void ExitWhenClosed()
    {
        WhenParentIsGone();
        OwnProcess.ExitWithGroup();
    }

    public void Close()
    {
        reader.Dispose();
        try
        {
            writer.Dispose();
        }
        catch (IOException)
        {
            // The other end is gone.
        }
    }

    private bool TryRead(Span<byte> bytes)
    {
        for (var rest = bytes; rest.Length > 0;)
        {
            var count = reader.Read(rest);
            if (count == 0)
                return false;
            rest = rest[count..];
        }
        return true;
    }
}
