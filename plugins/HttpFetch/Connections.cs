using System.Net;

namespace Partime.Plugins.HttpFetch;

/// <summary>A pool of connections. Whatever could wait, repeat or change a request is decided here.</summary>
internal static class Connections
{
    /// <summary>The header that every request has.</summary>
    public const string IdentifyingHeader = "User-Agent";

    public static HttpClient Open(FetchSettings settings, bool keepAlive)
    {
        var client = new HttpClient(Handler(settings, keepAlive)) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in settings.Headers)
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        // Many public servers refuse clients that do not say who they are.
        if (!client.DefaultRequestHeaders.Contains(IdentifyingHeader))
            client.DefaultRequestHeaders.Add(IdentifyingHeader, "partime");
        return client;
    }

    private static SocketsHttpHandler Handler(FetchSettings settings, bool keepAlive) => new()
    {
        ConnectTimeout = settings.Timeout,
        // The executor decides how many requests are in flight.
        MaxConnectionsPerServer = int.MaxValue,
        EnableMultipleHttp2Connections = true,
        // A session is short: connecting anew in the middle would be measured as work.
        PooledConnectionLifetime = keepAlive ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        AllowAutoRedirect = settings.MaxRedirects > 0,
        MaxAutomaticRedirections = Math.Max(1, settings.MaxRedirects),
        UseProxy = settings.UseProxy,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = FetchRequest.Count,
        // A response given up is closed at once and not read on in the background, where it would compete with the next task
        // and, on the blocking path, with the very read that is to be ended.
        MaxResponseDrainSize = 0,
    };
}
