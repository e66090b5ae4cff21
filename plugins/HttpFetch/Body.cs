using System.Buffers;
using System.Globalization;
using System.IO.Hashing;

namespace Partime.Plugins.HttpFetch;

/// <summary>Reads a body to its end through a pooled buffer, so that large bodies take no memory.</summary>
internal static class BodyReader
{
    private const int BufferSize = 64 * 1024;

    public static void Read(HttpResponseMessage response, BodyDigest digest, CancellationToken cancellationToken)
    {
        using var stream = response.Content.ReadAsStream(cancellationToken);
        // A blocking read takes no token. Closing its connection ends it.
        using var interruption = cancellationToken.UnsafeRegister(static response => ((HttpResponseMessage)response!).Dispose(), response);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (stream.Read(buffer) is > 0 and var length)
                digest.Append(buffer.AsSpan(0, length));
            // A connection that was just closed looks like the end of the body.
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

/// <summary>The length and the digest of a body. A body above the limit is an error as soon as that is known.</summary>
internal sealed class BodyDigest(string url, long limit)
{
    private readonly XxHash3 hash = new();

    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> part)
    {
        Length += part.Length;
        Check(Length);
        hash.Append(part);
    }

    public void Check(long length)
    {
        if (length > limit)
            throw new InvalidDataException($"The body of '{url}' is longer than {limit} bytes (option 'max-body-size').");
    }

    /// <summary>Starts with the algorithm, so that no spreadsheet reads the digits as a number and rounds them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"xxh3:{hash.GetCurrentHashAsUInt64():x16}");
}
