using System.Collections.Concurrent;
using System.Net;

namespace Partime.Plugins.HttpFetch;

/// <summary>The clients by which servers are asked: one that keeps connections for the next request, and one that does not,
/// for servers that close them after each answer.</summary>
/// <remarks>HTTP/1.0 closes unless both sides say otherwise, and SocketsHttpHandler keeps such a connection all the same. The
/// next request then goes into a connection that is closing, and with many in flight more often than it is sent again.</remarks>
internal sealed class Clients(FetchSettings settings) : IDisposable
{
    private readonly HttpClient keeping = Connections.Open(settings, keepAlive: true);
    private readonly Lazy<HttpClient> closing = new(() => Connections.Open(settings, keepAlive: false));
    private readonly ConcurrentDictionary<string, bool> closers = new();

    public HttpClient For(Uri url) => !closers.IsEmpty && closers.ContainsKey(url.Authority) ? closing.Value : keeping;

    /// <summary>Called before the body is read, so before the connection is kept.</summary>
    public void Learn(HttpResponseMessage response, Uri url)
    {
        if (response.Version < HttpVersion.Version11 && !response.Headers.Connection.Contains("keep-alive", StringComparer.OrdinalIgnoreCase))
            closers.TryAdd(url.Authority, true);
    }

    public void Dispose()
    {
        keeping.Dispose();
        if (closing.IsValueCreated)
            closing.Value.Dispose();
    }
}
