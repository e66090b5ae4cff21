using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;

namespace Partime.Plugins.HttpFetch;

/// <summary>Two clients: one reuses connections, and one does not, for servers that close the connection after each answer.</summary>
/// <remarks>An HTTP/1.0 server closes the connection unless both sides agree to keep it, and SocketsHttpHandler keeps it nevertheless. The
/// next request then uses a connection that is closing. With many requests in flight, this happens more often than the handler sends a
/// request again.</remarks>
internal sealed class Clients(FetchSettings settings) : IDisposable
{
    private readonly HttpClient keeping = Connections.Open(settings, keepAlive: true);
    private readonly Lazy<HttpClient> closing = new(() => Connections.Open(settings, keepAlive: false));
    private readonly ConcurrentDictionary<string, bool> closers = new();

    public HttpClient For(Uri url) => !closers.IsEmpty && closers.ContainsKey(url.Authority) ? closing.Value : keeping;

    /// <summary>Remembers servers that close connections. Called before the body is read, and so before the connection is reused.</summary>
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

/// <summary>Creates a client with a pool of connections. All settings that can delay, repeat or change a request are here.</summary>
internal static class Connections
{
    /// <summary>Every request has this header.</summary>
    public const string IdentifyingHeader = "User-Agent";

    public static HttpClient Open(FetchSettings settings, bool keepAlive)
    {
        var client = new HttpClient(Handler(settings, keepAlive)) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in settings.Headers)
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        // Many public servers refuse clients without a name.
        if (!client.DefaultRequestHeaders.Contains(IdentifyingHeader))
            client.DefaultRequestHeaders.Add(IdentifyingHeader, "partime");
        return client;
    }

#pragma warning disable CA5359 // Accepting any certificate is what the option 'insecure' asks for.
    private static readonly RemoteCertificateValidationCallback AcceptAny = static (_, _, _, _) => true;
#pragma warning restore CA5359

    private static SocketsHttpHandler Handler(FetchSettings settings, bool keepAlive) => new()
    {
        ConnectTimeout = settings.Timeout,
        ConnectCallback = new Connector().ConnectAsync,
        // The executor decides how many requests are in flight.
        MaxConnectionsPerServer = int.MaxValue,
        EnableMultipleHttp2Connections = true,
        // A session is short, and a new connection in the middle of it would be measured as work.
        PooledConnectionLifetime = keepAlive ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = settings.Insecure ? AcceptAny : null },
        UseProxy = settings.UseProxy,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = FetchRequest.Count,
        // A cancelled response is closed at once. Reading its rest in the background would compete with the next task, and on the
        // blocking path with the read that must end.
        MaxResponseDrainSize = 0,
    };
}
