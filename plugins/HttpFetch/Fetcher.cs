using System.Diagnostics;
using System.Text;

namespace Partime.Plugins.HttpFetch;

/// <summary>Fetches over pooled connections. The blocking and the asynchronous methods differ in nothing else.</summary>
internal sealed class Fetcher(FetchSettings settings) : IDisposable
{
    private readonly Clients clients = new(settings);

    public WorkResult Fetch(Address address, Deadline deadline)
    {
        var hops = new Hops(settings, address, deadline);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var request = hops.Next();
            using var response = clients.For(request.RequestUri!).Send(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            clients.Learn(response, request.RequestUri!);
            if (hops.Follow(response, request))
                continue;
            var timeToFirstByte = Stopwatch.GetElapsedTime(start);
            var digest = DigestFor(response, hops);
            deadline.Phase = "while reading the body";
            BodyReader.Read(response, digest, deadline.Token);
            return Result(response, hops, digest, timeToFirstByte);
        }
    }

    public async Task<WorkResult> FetchAsync(Address address, Deadline deadline)
    {
        var hops = new Hops(settings, address, deadline);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var request = hops.Next();
            using var response = await clients.For(request.RequestUri!).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            clients.Learn(response, request.RequestUri!);
            if (hops.Follow(response, request))
                continue;
            var timeToFirstByte = Stopwatch.GetElapsedTime(start);
            var digest = DigestFor(response, hops);
            deadline.Phase = "while reading the body";
            await BodyReader.ReadAsync(response, digest, deadline.Token).ConfigureAwait(false);
            return Result(response, hops, digest, timeToFirstByte);
        }
    }

    public void Dispose() => clients.Dispose();

    private BodyDigest DigestFor(HttpResponseMessage response, Hops hops)
    {
        var digest = new BodyDigest(hops.Text, settings.MaxBodySize);
        // The answer to HEAD has a length but no body.
        if (settings.Method != HttpMethod.Head)
            digest.Check(response.Content.Headers.ContentLength ?? 0);
        return digest;
    }

    private WorkResult Result(HttpResponseMessage response, Hops hops, BodyDigest digest, TimeSpan timeToFirstByte)
    {
        var status = (int)response.StatusCode;
        if (settings.FailOnStatus && FailureOf(response, status, hops) is { } failure)
            throw new WorkFailedException(failure)
                .With("status", status)
                .With("bytes", digest.Length)
                .With("ttfb_s", timeToFirstByte.TotalSeconds)
                .With("resends", hops.Resends);
        return WorkResult.Of(digest.ToString())
            .With("status", status)
            .With("bytes", digest.Length)
            .With("ttfb_s", timeToFirstByte.TotalSeconds)
            .With("resends", hops.Resends);
    }

    private string? FailureOf(HttpResponseMessage response, int status, Hops hops) =>
        status >= 400 ? $"'{hops.Text}' answered with status {status}."
        : settings.MaxRedirects > 0 && status >= 300 && Hops.LocationOf(response) is { } location ? $"'{hops.Text}' redirects to '{location}', which exceeds the option 'max-redirects' or leaves https."
        : null;
}

/// <summary>A request that counts how often it is sent.</summary>
/// <remarks>If an HTTP/1.1 connection closes without an answer, SocketsHttpHandler sends the request again, up to three times: it cannot
/// know whether the server refused the request or had just closed an idle connection. No setting prevents that, and without it an idle
/// connection that closes would be an error. So the number is reported as a metric. The handler calls the encoding selector for a header
/// in every attempt, which makes the attempts countable.</remarks>
internal sealed class FetchRequest(HttpMethod method, Uri url, Deadline deadline) : HttpRequestMessage(method, url)
{
    private int attempts;

    public int Resends => Math.Max(0, attempts - 1);

    /// <param name="phase">What the connection waits for that this request has caused to be opened. Another one may have become free meanwhile.</param>
    public void Connecting(string phase)
    {
        if (attempts == 0)
            deadline.Phase = phase;
    }

    public static Encoding? Count(string header, HttpRequestMessage request)
    {
        if (header == Connections.IdentifyingHeader)
            ((FetchRequest)request).Sending();
        return null;
    }

    private void Sending()
    {
        attempts++;
        deadline.Phase = "while waiting for the response";
    }
}
