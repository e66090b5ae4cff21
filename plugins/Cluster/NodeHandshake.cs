using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace Partime.Plugins.Cluster;

/// <summary>The node's side of each connection. It knows the coordinator by the fingerprint of its certificate, and shows nothing to another one.</summary>
internal sealed class NodeHandshake(JoinToken token, Guid node)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until something listens where the coordinator may be. On a thread that blocks: the same without one takes three times the CPU time.</summary>
    /// <returns>A connection to it; <see langword="null"/> if there is no answer.</returns>
    public Task<Socket?> AwaitListenerAsync(CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => AwaitListener(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Asks whether there is a session, without Orleans: so a node that waits costs next to nothing.</summary>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <param name="connected">A connection to what listens there, if there is one already.</param>
    public async Task<Probe> ProbeAsync(CancellationToken cancellationToken, Socket? connected = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Handshake.Limit);
        var isEncrypted = false;
        using var socket = connected ?? NewSocket();
        try
        {
            if (connected is null)
                await socket.ConnectAsync(token.Coordinator, limit.Token).ConfigureAwait(false);
            await using var tls = new SslStream(new NetworkStream(socket));
            await EncryptAsync(tls, limit.Token).ConfigureAwait(false);
            isEncrypted = true;
            return Probe.Of(await IntroduceAsync(tls, Purpose.Probe, limit.Token).ConfigureAwait(false), token);
        }
        catch (SocketException exception)
        {
            return new Probe(exception.SocketErrorCode == SocketError.ConnectionRefused ? ProbeResult.NoSession : ProbeResult.Unreachable);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Probe(ProbeResult.Unreachable);
        }
        catch (WrongCoordinatorException)
        {
            return new Probe(ProbeResult.Refused) { Sentence = $"What listens at {token.Coordinator} is not the coordinator of this token: the token was revoked, or belongs to another coordinator. Get a new token from there." };
        }
        catch (Exception exception) when (exception is IOException || isEncrypted)
        {
            // So does a session that begins or ends just now, or is under a flood.
            return new Probe(ProbeResult.Unreachable) { Sentence = $"What listens at {token.Coordinator} closes connections at once. It may be no coordinator of partime." };
        }
        catch (Exception exception) when (exception is AuthenticationException or FormatException)
        {
            return new Probe(ProbeResult.Refused) { Sentence = $"What listens at {token.Coordinator} is no coordinator of partime." };
        }
    }

    /// <summary>For the connections of Orleans.</summary>
    /// <param name="next">Gets what is within the encryption.</param>
    /// <param name="lost">Called when the connection has ended.</param>
    public ConnectionDelegate Of(ConnectionDelegate next, Action lost) => async connection =>
    {
        await using var raw = new TransportStream(connection.Transport);
        await using var tls = new SslStream(raw, leaveInnerStreamOpen: true);
        using var limit = new CancellationTokenSource(Handshake.Limit);
        await EncryptAsync(tls, limit.Token).ConfigureAwait(false);
        if (await IntroduceAsync(tls, Purpose.Work, limit.Token).ConfigureAwait(false) is not { Status: HandshakeStatus.Accepted })
            throw new AuthenticationException("The coordinator refuses this node.");
        try
        {
            await CoordinatorHandshake.CarryAsync(connection, tls, next).ConfigureAwait(false);
        }
        finally
        {
            lost();
        }
    };

    private Socket? AwaitListener(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var socket = NewSocket();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Handshake.Limit);
            try
            {
                using (limit.Token.Register(socket.Dispose))
                    socket.Connect(token.Coordinator);
                return socket;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
            {
                socket.Dispose();
                cancellationToken.WaitHandle.WaitOne(LookInterval);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                socket.Dispose();
                return null;
            }
        }
        return null;
    }

    private Socket NewSocket() => new(token.Coordinator.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private async Task EncryptAsync(SslStream tls, CancellationToken cancellationToken)
    {
        var isOther = false;
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "partime",
                    EnabledSslProtocols = SslProtocols.Tls13,
                    // The fingerprint is stronger than any chain, and there is none. Without a policy, all certificates would be read that the system trusts.
                    CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
                    RemoteCertificateValidationCallback = (_, other, _, _) => !(isOther = other is null || !CryptographicOperations.FixedTimeEquals(Identity.FingerprintOf(other), token.Fingerprint)),
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException) when (isOther)
        {
            throw new WrongCoordinatorException();
        }
    }

    private Task<Reply> IntroduceAsync(SslStream tls, Purpose purpose, CancellationToken cancellationToken) =>
        Handshake.IntroduceAsync(tls, token, new Hello(purpose, node, Handshake.Version, Environment.MachineName), cancellationToken);

    private sealed class WrongCoordinatorException : AuthenticationException;
}

/// <summary>What a node has found where its coordinator may be.</summary>
internal sealed record Probe(ProbeResult Result)
{
    /// <summary>If there is a session.</summary>
    public Reply? Reply { get; private init; }

    /// <summary>For the user, why the node is refused.</summary>
    public string? Sentence { get; init; }

    public static Probe Of(Reply reply, JoinToken token) => reply.Status switch
    {
        HandshakeStatus.Accepted => new Probe(ProbeResult.Session) { Reply = reply },
        HandshakeStatus.SessionIsOver => new Probe(ProbeResult.NoSession),
        HandshakeStatus.OtherVersion => new Probe(ProbeResult.Refused) { Sentence = $"The session at {token.Coordinator} is one of partime {reply.Version}, and this node is partime {Handshake.Version}: install the same version on both." },
        _ => new Probe(ProbeResult.Refused) { Sentence = $"The coordinator at {token.Coordinator} does not accept this token: it was changed, or belongs to another coordinator. Get a new token from there." },
    };
}

/// <summary>What became of a probe.</summary>
internal enum ProbeResult
{
    /// <summary>Nothing listens there.</summary>
    NoSession,

    /// <summary>There is no answer.</summary>
    Unreachable,

    /// <summary>There is something that does not want this node.</summary>
    Refused,

    /// <summary>There is a session for this node.</summary>
    Session,
}
