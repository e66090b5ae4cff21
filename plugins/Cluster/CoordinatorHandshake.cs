using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;

namespace Partime.Plugins.Cluster;

/// <summary>The coordinator's side of each connection. Every byte goes through TLS 1.3, and what does not pass the <see cref="Handshake"/> never reaches Orleans.</summary>
/// <param name="identity">The certificate, and what nodes must know.</param>
/// <param name="gateway">Where nodes are told to connect to.</param>
/// <param name="refusals">Counts those that do not get through.</param>
/// <param name="connect">Learns that a node is connected.</param>
/// <param name="disconnect">Learns that it no longer is.</param>
internal sealed class CoordinatorHandshake(Identity identity, IPEndPoint gateway, Refusals refusals, Action<Guid> connect, Action<Guid> disconnect)
{
    /// <summary>How many may be in the middle of the handshake at once.</summary>
    private const int MaxHandshakes = 64;

    /// <summary>Made on another thread meanwhile, as this reads all certificates that the system trusts: a tenth of a second.</summary>
    private readonly Task<SslStreamCertificateContext> context = Task.Run(() => SslStreamCertificateContext.Create(identity.Certificate, null, offline: true));
    private readonly Guid session = Guid.NewGuid();
    private readonly LinkedList<CancellationTokenSource> handshakes = [];

    /// <summary>This partime's; tests have others.</summary>
    public string Version { get; init; } = Handshake.Version;

    /// <summary>The session is over: nodes are sent away.</summary>
    public bool IsClosed { get; set; }

    public ConnectionDelegate Of(ConnectionDelegate next) => async connection =>
    {
        await using var raw = new TransportStream(connection.Transport);
        await using var tls = new SslStream(raw, leaveInnerStreamOpen: true);
        if (await AdmitAsync(tls, (connection.RemoteEndPoint as IPEndPoint)?.Address).ConfigureAwait(false) is not { } node)
            return;
        connect(node.Node);
        try
        {
            await CarryAsync(connection, tls, next).ConfigureAwait(false);
        }
        finally
        {
            disconnect(node.Node);
        }
    };

    /// <summary>Lets nothing through: the port that a second coordinator would connect to.</summary>
    public static ConnectionDelegate RefuseAll(ConnectionDelegate next)
    {
        _ = next;
        return _ => Task.CompletedTask;
    }

    public static async Task CarryAsync(ConnectionContext connection, SslStream tls, ConnectionDelegate next)
    {
        var plain = connection.Transport;
        connection.Transport = new TlsPipe(PipeReader.Create(tls, new StreamPipeReaderOptions(leaveOpen: true)), PipeWriter.Create(tls, new StreamPipeWriterOptions(leaveOpen: true)));
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            connection.Transport = plain;
        }
    }

    /// <returns>The node; <see langword="null"/> if it is refused, or only asks.</returns>
    private async Task<Hello?> AdmitAsync(SslStream tls, IPAddress? from)
    {
        var place = LimitHandshakes();
        var (isEncrypted, isAnswered) = (false, false);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = await context.ConfigureAwait(false), EnabledSslProtocols = SslProtocols.Tls13 }, place.Value.Token).ConfigureAwait(false);
            isEncrypted = true;
            var hello = await Handshake.AcceptAsync(tls, identity.Token, hello => new Reply(StatusOf(hello), Version, session, gateway), place.Value.Token).ConfigureAwait(false);
            if (hello is { Purpose: Purpose.Work } && StatusOf(hello) == HandshakeStatus.Accepted)
                return hello;
            if (hello?.Version != Version)
                refusals.Add(hello is null ? $"A connection from {from} was refused: it does not know the secret of this session's token."
                    : $"The node on {hello.Machine} is refused: it is partime {hello.Version}, and this is partime {Version}. Install the same version on both.");
            isAnswered = true;
            // The answer would be lost if this side closed the connection first.
            while (await tls.ReadAsync(new byte[1], place.Value.Token).ConfigureAwait(false) > 0)
            {
                // A node says no more.
            }
        }
        catch (Exception) when (isAnswered)
        {
            // The node has closed it in another way.
        }
        catch (OperationCanceledException) when (!place.Value.IsCancellationRequested)
        {
            // The session ends.
        }
        catch (OperationCanceledException)
        {
            refusals.Add($"A connection from {from} was refused: it took too long to show a token.");
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or InvalidOperationException or FormatException or CryptographicException)
        {
            refusals.Add(isEncrypted
                ? $"A connection from {from} ended before it showed a token. A node does that if its token belongs to another session, or was revoked."
                : $"A connection from {from} was refused: it is no node of partime, or speaks no TLS 1.3.");
        }
        finally
        {
            lock (handshakes)
                if (place.List is not null)
                    handshakes.Remove(place);
            // Not disposed of: another thread may be about to cancel it.
        }
        return null;
    }

    private HandshakeStatus StatusOf(Hello hello) =>
        hello.Version != Version ? HandshakeStatus.OtherVersion : IsClosed ? HandshakeStatus.SessionIsOver : HandshakeStatus.Accepted;

    /// <summary>The newest are let in, so that a flood of silent connections keeps no node out.</summary>
    private LinkedListNode<CancellationTokenSource> LimitHandshakes()
    {
        CancellationTokenSource? oldest = null;
        LinkedListNode<CancellationTokenSource> place;
        lock (handshakes)
        {
            if (handshakes.Count >= MaxHandshakes)
            {
                oldest = handshakes.First!.Value;
                handshakes.RemoveFirst();
            }
            place = handshakes.AddLast(new CancellationTokenSource(Handshake.Limit));
        }
        oldest?.Cancel();
        return place;
    }

    private sealed record TlsPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
