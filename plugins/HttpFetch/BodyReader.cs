using System.Buffers;

namespace Partime.Plugins.HttpFetch;

/// <summary>Reads a body to its end through a borrowed buffer, so that its size costs no memory.</summary>
internal static class BodyReader
{
    private const int BufferSize = 64 * 1024;

    public static void Read(HttpResponseMessage response, BodyDigest digest, CancellationToken cancellationToken)
    {
        using var stream = response.Content.ReadAsStream(cancellationToken);
        // A blocking read takes no token; losing its connection is what ends it.
        using var interruption = cancellationToken.UnsafeRegister(static response => ((HttpResponseMessage)response!).Dispose(), response);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (stream.Read(buffer) is > 0 and var length)
                digest.Append(buffer.AsSpan(0, length));
            // Reading from what was closed a moment before looks like the end of the body.
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static async Task ReadAsync(HttpResponseMessage response, BodyDigest digest, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var length)
                digest.Append(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
