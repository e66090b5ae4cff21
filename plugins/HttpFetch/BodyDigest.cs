using System.Globalization;
using System.IO.Hashing;

namespace Partime.Plugins.HttpFetch;

/// <summary>What is kept of a body: its length and its digest. A body over the limit is an error as soon as it is known.</summary>
internal sealed class BodyDigest(Uri url, long limit)
{
    private readonly XxHash3 hash = new();

    public Uri Url => url;

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

    public override string ToString() => hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
}
