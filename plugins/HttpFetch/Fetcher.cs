using System.Diagnostics;

namespace Partime.Plugins.HttpFetch;

/// <summary>Fetches over pooled connections, in a blocking and in an asynchronous way that differ in nothing else.</summary>
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
        // The answer to HEAD states the length of a body that does not come.
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
            throw new HttpRequestException($"'{url}' redirects to '{location}', which is one redirect too many or leaves https.", null, response.StatusCode);
        return WorkResult.Of(digest.ToString())
            .With("status", status)
            .With("bytes", digest.Length)
            .With("ttfb_s", timeToFirstByte.TotalSeconds)
            .With("resends", request.Resends);
    }
}
