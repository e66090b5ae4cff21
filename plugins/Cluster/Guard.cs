using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace Partime.Plugins.Cluster;

/// <summary>Every byte between nodes and coordinator goes through TLS 1.3. The node knows the coordinator by the fingerprint of its certificate, and then
/// shows the secret and who it is. What cannot do so never reaches Orleans.</summary>
internal static class Guard
{
    private const int SecretBytes = SHA256.HashSizeInBytes;
    private const int IdBytes = 16;
    private const byte Accepted = 1;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>A certificate for one session, whose key never leaves this process.</summary>
    public static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=partime", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
    }

    public static byte[] FingerprintOf(X509Certificate certificate) => SHA256.HashData(certificate.GetRawCertData());

    /// <summary>The coordinator's side.</summary>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="secret">What nodes must show.</param>
    /// <param name="coordinator">Learns which node is connected, and that it no longer is.</param>
    public static Func<ConnectionDelegate, ConnectionDelegate> OfCoordinator(X509Certificate2 certificate, byte[] secret, Coordinator coordinator)
    {
        var context = SslStreamCertificateContext.Create(certificate, null, offline: true);
        return next => async connection =>
        {
            await using var raw = new TransportStream(connection.Transport);
            await using var tls = new SslStream(raw, leaveInnerStreamOpen: true);
            if (await AdmitAsync(tls, context, secret).ConfigureAwait(false) is { } node)
                try
                {
                    await CarryAsync(connection, tls, next).ConfigureAwait(false);
                }
                finally
                {
                    coordinator.Disconnect(node);
                }
            else
            {
                coordinator.Session?.Count(NodeEvent.ConnectionRefused, 1);
                coordinator.Refuse();
            }
        };
    }

    /// <summary>The node's side.</summary>
    /// <param name="token">Where the coordinator is, and how both know each other.</param>
    /// <param name="node">Who this is.</param>
    public static Func<ConnectionDelegate, ConnectionDelegate> OfNode(JoinToken token, Guid node) => next => async connection =>
    {
        await using var raw = new TransportStream(connection.Transport);
        await using var tls = new SslStream(raw, leaveInnerStreamOpen: true);
        using var limit = new CancellationTokenSource(Limit);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "partime",
                EnabledSslProtocols = SslProtocols.Tls13,
                // The fingerprint is stronger than any chain, and there is none.
                RemoteCertificateValidationCallback = (_, other, _, _) => other is not null && CryptographicOperations.FixedTimeEquals(FingerprintOf(other), token.Fingerprint),
            },
            limit.Token).ConfigureAwait(false);
        await tls.WriteAsync((byte[])[.. token.Secret, .. node.ToByteArray()], limit.Token).ConfigureAwait(false);
        await tls.FlushAsync(limit.Token).ConfigureAwait(false);
        // With TLS 1.3 a client is done before the server has judged it.
        if (tls.ReadByte() != Accepted)
            throw new AuthenticationException("The coordinator refuses this join token.");
        await CarryAsync(connection, tls, next).ConfigureAwait(false);
    };

    /// <summary>Lets nothing through: the port that a second coordinator would connect to.</summary>
    public static ConnectionDelegate Refuse(ConnectionDelegate next)
    {
        _ = next;
        return _ => Task.CompletedTask;
    }

    /// <returns>The node; <see langword="null"/> if it is none.</returns>
    private static async Task<Guid?> AdmitAsync(SslStream tls, SslStreamCertificateContext certificate, byte[] secret)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate, EnabledSslProtocols = SslProtocols.Tls13 }, limit.Token).ConfigureAwait(false);
            var shown = new byte[SecretBytes + IdBytes];
            await tls.ReadExactlyAsync(shown, limit.Token).ConfigureAwait(false);
            if (!CryptographicOperations.FixedTimeEquals(shown.AsSpan(0, SecretBytes), secret))
                return null;
            await tls.WriteAsync((byte[])[Accepted], limit.Token).ConfigureAwait(false);
            await tls.FlushAsync(limit.Token).ConfigureAwait(false);
            return new Guid(shown.AsSpan(SecretBytes));
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or OperationCanceledException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task CarryAsync(ConnectionContext connection, SslStream tls, ConnectionDelegate next)
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

    private sealed record TlsPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

/// <summary>The two directions of a connection as one stream, which TLS needs.</summary>
internal sealed class TransportStream(IDuplexPipe transport) : Stream
{
    private readonly Stream input = transport.Input.AsStream(leaveOpen: true);
    private readonly Stream output = transport.Output.AsStream(leaveOpen: true);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => input.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => output.WriteAsync(buffer, cancellationToken);

    public override void Flush() => output.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
