using System.Diagnostics;
using System.Text;

namespace Partime.Plugins.HttpFetch;

/// <summary>Fetches over pooled connections. The blocking and the asynchronous methods differ in nothing else.</summary>
internal sealed class Fetcher(FetchSettings settings) : IDisposable
{
    private readonly Clients clients = new(settings);

    public WorkResult Fetch(Uri url, CancellationToken cancellationToken)
    {
        using var request = Request(url);
        var start = Stopwatch.GetTimestamp();
        using var response = clients.For(url).Send(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var timeToFirstByte = Stopwatch.GetElapsedTime(start);
        clients.Learn(response, url);
        var digest = DigestFor(response, url);
        BodyReader.Read(response, digest, cancellationToken);
        return Result(response, request, digest, timeToFirstByte);
    }

    public async Task<WorkResult> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = Request(url);
        var start = Stopwatch.GetTimestamp();
        using var response = await clients.For(url).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var timeToFirstByte = Stopwatch.GetElapsedTime(start);
        clients.Learn(response, url);
        var digest = DigestFor(response, url);
        await BodyReader.ReadAsync(response, digest, cancellationToken).ConfigureAwait(false);
        return Result(response, request, digest, timeToFirstByte);
    }

    public void Dispose() => clients.Dispose();

    private FetchRequest Request(Uri url) =>
        new(settings.Method, url) { Version = settings.Version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private BodyDigest DigestFor(HttpResponseMessage response, Uri url)
    {
        var digest = new BodyDigest(url, settings.MaxBodySize);
        // The answer to HEAD has a length but no body.
        if (settings.Method != HttpMethod.Head)
            digest.Check(response.Content.Headers.ContentLength ?? 0);
        return digest;
    }

    private WorkResult Result(HttpResponseMessage response, FetchRequest request, BodyDigest digest, TimeSpan timeToFirstByte)
    {
        var url = digest.Url;
        var status = (int)response.StatusCode;
        if (settings.FailOnStatus && status >= 400)
            throw new HttpRequestException($"'{url}' answered with status {status}.", null, response.StatusCode);
        if (settings.FailOnStatus && settings.MaxRedirects > 0 && status is >= 300 and < 400 && response.Headers.Location is { } location)
            throw new HttpRequestException($"'{url}' redirects to '{location}', which exceeds the option 'max-redirects' or leaves https.", null, response.StatusCode);
        return WorkResult.Of(digest.ToString())
            .With("status", status)
            .With("bytes", digest.Length)
            .With("ttfb_s", timeToFirstByte.TotalSeconds)
            .With("resends", request.Resends);
    }
}

/// <summary>A request that counts how often it is sent to an address.</summary>
/// <remarks>If an HTTP/1.1 connection closes without an answer, SocketsHttpHandler sends the request again, up to three times: it cannot
/// know whether the server refused the request or had just closed an idle connection. No setting prevents that, and without it an idle
/// connection that closes would be an error. So the number is reported as a metric. The handler calls the encoding selector for a header
/// in every attempt, which makes the attempts countable.</remarks>
internal sealed class FetchRequest(HttpMethod method, Uri url) : HttpRequestMessage(method, url)
{
    private Uri? sentTo;

    /// <summary>How often the request was sent again to the same address.</summary>
    public int Resends { get; private set; }

    public static Encoding? Count(string header, HttpRequestMessage request)
    {
        if (header == Connections.IdentifyingHeader)
            ((FetchRequest)request).Sending();
        return null;
    }

    // A redirect sets a new Uri object, even if it leads back to the same address.
    private void Sending()
    {
        if (ReferenceEquals(sentTo, RequestUri))
            Resends++;
        sentTo = RequestUri;
    }
}
