using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Partime.Plugins.Cluster;

/// <summary>What a node says first.</summary>
/// <param name="Purpose">Whether it only asks.</param>
/// <param name="Node">Which one it is.</param>
/// <param name="Version">Its version of partime.</param>
/// <param name="Machine">The name of its machine.</param>
internal sealed record Hello(Purpose Purpose, Guid Node, string Version, string Machine);

/// <summary>What the coordinator answers.</summary>
/// <param name="Status">Whether the node is accepted.</param>
/// <param name="Version">The coordinator's version of partime.</param>
/// <param name="Session">Tells one session from the next.</param>
/// <param name="Gateway">Where to connect to.</param>
internal sealed record Reply(HandshakeStatus Status, string Version, Guid Session, IPEndPoint Gateway);

/// <summary>The first messages on a connection, within TLS. The coordinator has shown its certificate, and now the node proves that it knows the secret, which is never sent.</summary>
/// <remarks>
/// <code>
///   coordinator                                        node
///   "PT", format, random bytes ──────────────────────►
///     ◄────────────────────────────────────────────── purpose, node, version, machine, and their HMAC by the secret, with the random bytes and the certificate
///   status, version, session, gateway ───────────────►
/// </code>
/// Nothing that was recorded can be used again, as the random bytes are others each time, and nothing can be passed on to another coordinator, whose certificate is another one.
/// </remarks>
internal static class Handshake
{
    /// <summary>How long all of it may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>This partime's.</summary>
    public static readonly string Version = typeof(Handshake).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private const int MaxMessage = 512;
    private const int MaxText = 128;
    private const int ProofBytes = SHA256.HashSizeInBytes;
    private const int NonceBytes = 32;

    /// <summary>The last byte is the format of what follows.</summary>
    private static readonly byte[] Magic = [.. "PT"u8, 1];

    /// <summary>The coordinator's side.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="token">Its certificate and its secret.</param>
    /// <param name="answer">What to answer to a node that knows the secret.</param>
    /// <returns>The node; <see langword="null"/> if it does not know the secret.</returns>
    /// <exception cref="FormatException">It is no node.</exception>
    public static async Task<Hello?> AcceptAsync(Stream stream, JoinToken token, Func<Hello, Reply> answer, CancellationToken cancellationToken)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        await stream.WriteAsync((byte[])[.. Magic, .. nonce], cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        var message = await ReceiveAsync(stream, cancellationToken).ConfigureAwait(false);
        if (message.Length <= ProofBytes)
            throw new FormatException("It is too short.");
        var isKnown = CryptographicOperations.FixedTimeEquals(message.AsSpan(^ProofBytes..), Prove(token, nonce, message.AsSpan(..^ProofBytes)));
        using var reader = new BinaryReader(new MemoryStream(message));
        var hello = new Hello((Purpose)reader.ReadByte(), new Guid(reader.ReadBytes(16)), ReadText(reader), ReadText(reader));
        await SendAsync(stream, ToBytes(isKnown ? answer(hello) : new Reply(HandshakeStatus.UnknownToken, Version, default, token.Coordinator)), cancellationToken).ConfigureAwait(false);
        return isKnown ? hello : null;
    }

    /// <summary>The node's side.</summary>
    /// <exception cref="FormatException">It is no coordinator.</exception>
    public static async Task<Reply> IntroduceAsync(Stream stream, JoinToken token, Hello hello, CancellationToken cancellationToken)
    {
        var challenge = new byte[Magic.Length + NonceBytes];
        await stream.ReadExactlyAsync(challenge, cancellationToken).ConfigureAwait(false);
        if (!challenge.AsSpan().StartsWith(Magic))
            throw new FormatException("It begins with something else.");
        byte[] message = [(byte)hello.Purpose, .. hello.Node.ToByteArray(), .. ToBytes(hello.Version), .. ToBytes(hello.Machine)];
        await SendAsync(stream, [.. message, .. Prove(token, challenge.AsSpan(Magic.Length), message)], cancellationToken).ConfigureAwait(false);
        using var reader = new BinaryReader(new MemoryStream(await ReceiveAsync(stream, cancellationToken).ConfigureAwait(false)));
        var (status, version, session) = ((HandshakeStatus)reader.ReadByte(), ReadText(reader), new Guid(reader.ReadBytes(16)));
        return IPEndPoint.TryParse(ReadText(reader), out var gateway) ? new Reply(status, version, session, gateway) : throw new FormatException("It names no address.");
    }

    private static byte[] Prove(JoinToken token, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> message) =>
        HMACSHA256.HashData(token.Secret, (byte[])[.. "partime node"u8, .. token.Fingerprint, .. nonce, .. message]);

    private static byte[] ToBytes(Reply reply) => [(byte)reply.Status, .. ToBytes(reply.Version), .. reply.Session.ToByteArray(), .. ToBytes(reply.Gateway.ToString())];

    private static byte[] ToBytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)Math.Min(bytes.Length, MaxText), .. bytes.AsSpan(0, Math.Min(bytes.Length, MaxText))];
    }

    private static string ReadText(BinaryReader reader)
    {
        var length = reader.ReadByte();
        return length <= MaxText ? Encoding.UTF8.GetString(reader.ReadBytes(length)) : throw new FormatException("A text is too long.");
    }

    private static async Task SendAsync(Stream stream, byte[] message, CancellationToken cancellationToken)
    {
        await stream.WriteAsync((byte[])[(byte)(message.Length >> 8), (byte)message.Length, .. message], cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReceiveAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[2];
        await stream.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
        var length = (head[0] << 8) | head[1];
        if (length > MaxMessage)
            throw new FormatException("A message is too long.");
        var message = new byte[length];
        await stream.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
        return message;
    }
}

/// <summary>What a node connects for.</summary>
internal enum Purpose : byte
{
    /// <summary>To ask whether there is a session.</summary>
    Probe,

    /// <summary>To work.</summary>
    Work,
}

/// <summary>What the coordinator thinks of a node.</summary>
internal enum HandshakeStatus : byte
{
    /// <summary>It is welcome.</summary>
    Accepted,

    /// <summary>It does not know the secret.</summary>
    UnknownToken,

    /// <summary>It is of another version of partime.</summary>
    OtherVersion,

    /// <summary>The session is over.</summary>
    SessionIsOver,
}
