using System.Net;
using System.Net.Quic;

namespace Partime.Plugins.HttpFetch;

/// <summary>The checked options. A mistake in one ends the session before its first task.</summary>
internal sealed record FetchSettings
{
    public required TimeSpan Timeout { get; init; }

    public required long MaxBodySize { get; init; }

    public required HttpMethod Method { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Headers that only the server of the input gets, and no other that a redirect leads to.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> PrivateHeaders { get; init; }

    public required Version Version { get; init; }

    public required bool FailOnStatus { get; init; }

    public required int MaxRedirects { get; init; }

    public required bool UseProxy { get; init; }

    public required bool Insecure { get; init; }

    public static FetchSettings Of(HttpFetchWorkload workload)
    {
        var version = VersionOf(workload.HttpVersion);
        var headers = HeaderOption.Read(workload.Header, version);
        return new FetchSettings
        {
            Timeout = workload.Timeout,
            MaxBodySize = workload.MaxBodySize.Bytes,
            Method = MethodOf(workload.Method),
            Headers = [.. headers.Where(header => !HeaderOption.IsForOneServer(header.Key))],
            PrivateHeaders = [.. headers.Where(header => HeaderOption.IsForOneServer(header.Key))],
            Version = version,
            FailOnStatus = workload.FailOnStatus,
            MaxRedirects = workload.MaxRedirects,
            UseProxy = workload.UseProxy,
            Insecure = workload.Insecure,
        };
    }

    private static Version VersionOf(string text) => text switch
    {
        "1.1" => HttpVersion.Version11,
        "2" => HttpVersion.Version20,
        "3" when !HasQuic => throw new ArgumentException("The option 'http-version' is '3', which needs the library libmsquic, and that is not on this machine: install libmsquic, or use 1.1 or 2."),
        "3" => HttpVersion.Version30,
        _ => throw new ArgumentException($"The option 'http-version' is '{text}': use 1.1, 2 or 3."),
    };

    private static bool HasQuic => (OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) && QuicConnection.IsSupported;

    private static HttpMethod MethodOf(string text)
    {
        if (text.Equals("CONNECT", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The option 'method' is '{text}', which opens a tunnel and fetches nothing: use a method such as GET or HEAD.");
        try
        {
            return HttpMethod.Parse(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new ArgumentException($"The option 'method' is '{text}': use one word such as GET or HEAD.", exception);
        }
    }
}
