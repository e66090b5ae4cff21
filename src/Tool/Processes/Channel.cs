using System.Buffers.Binary;

namespace Partime.Tool.Processes;

/// <summary>One end of what parent and worker exchange messages on. It keeps messages whole. There are so few that none waits for buffer
/// space.</summary>
internal abstract class Channel
{
    /// <summary>Longer texts are cut off.</summary>
    public const int MaxMessageBytes = 8 * 1024;

    /// <returns>Whether the other end is still open.</returns>
    public bool Send(byte kind) => Send([kind]);

    /// <inheritdoc cref="Send(byte)"/>
    public bool Send(byte kind, long number)
    {
        Span<byte> message = stackalloc byte[1 + sizeof(long)];
        message[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(message[1..], number);
        return Send(message);
    }

    /// <inheritdoc cref="Send(byte)"/>
    public abstract bool Send(ReadOnlySpan<byte> message);

    /// <summary>Waits for the next message.</summary>
    /// <returns>Its length; 0 when the other end is closed.</returns>
    public abstract int Receive(Span<byte> message);

    /// <summary>Ends this worker process, because the other end is closed.</summary>
    public abstract void ExitWhenClosed();

    /// <summary>Whether a message is this kind and this number, and no more.</summary>
    public static bool Says(ReadOnlySpan<byte> message, byte kind, long number) =>
        message.Length == 1 + sizeof(long) && message[0] == kind && ReadNumber(message) == number;

    /// <summary>Whether a message is this kind with a text.</summary>
    public static bool SaysText(ReadOnlySpan<byte> message, byte kind) => message.Length > 1 && message[0] == kind;

    public static long ReadNumber(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadInt64LittleEndian(message[1..]);
}

/// <summary>The first byte of a message between parent and worker. No message is sent per task.</summary>
internal static class MessageKind
{
    /// <summary>From a worker: the workload is loaded and started. My process id follows.</summary>
    public const byte Ready = (byte)'R';

    /// <summary>From a worker: there are no tasks left to claim. What I recorded is on the board. The number of times that I was told to work follows.</summary>
    public const byte Idle = (byte)'I';

    /// <summary>From a worker: the board shows what cannot be. A clause that says what follows as UTF-8 text.</summary>
    public const byte Overwritten = (byte)'O';

    /// <summary>From a worker: the workload cannot be used. The reason follows as UTF-8 text, and then the worker ends.</summary>
    public const byte Unusable = (byte)'U';

    /// <summary>From a worker: the workload failed when it was disposed of. The reason follows as UTF-8 text.</summary>
    public const byte EndFailed = (byte)'E';

    /// <summary>From the process of an isolated run: the run is over. A byte with the length of what was measured, that, and the executor's error follow.</summary>
    public const byte Done = (byte)'D';

    /// <summary>From the parent: claim and run tasks.</summary>
    public const byte Work = (byte)'W';

    /// <summary>From the parent: cancel the task that you started as your nth, if you are still in it. The number n follows.</summary>
    public const byte Cancel = (byte)'C';

    /// <summary>From the parent: cancel the task under way and claim no more.</summary>
    public const byte Stop = (byte)'S';

    /// <summary>From the parent: dispose of the workload and exit.</summary>
    public const byte Exit = (byte)'X';
}
