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
        KeyValuePair<string, string>[] headers = [.. workload.Header.Select(HeaderOf)];
        return new FetchSettings
        {
            Timeout = workload.Timeout,
            MaxBodySize = workload.MaxBodySize.Bytes,
            Method = MethodOf(workload.Method),
            Headers = [.. headers.Where(header => !IsPrivate(header.Key))],
            PrivateHeaders = [.. headers.Where(header => IsPrivate(header.Key))],
            Version = workload.HttpVersion switch
            {
                "1.1" => System.Net.HttpVersion.Version11,
                "2" => System.Net.HttpVersion.Version20,
                "3" => System.Net.HttpVersion.Version30,
                var other => throw new ArgumentException($"The option 'http-version' is '{other}': use 1.1, 2 or 3."),
            },
            FailOnStatus = workload.FailOnStatus,
            MaxRedirects = workload.MaxRedirects,
            UseProxy = workload.UseProxy,
            Insecure = workload.Insecure,
        };
    }

    private static bool IsPrivate(string header) =>
        header.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || header.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    private static HttpMethod MethodOf(string text)
    {
        try
        {
            return HttpMethod.Parse(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new ArgumentException($"The option 'method' is '{text}': use one word such as GET or HEAD.", exception);
        }
    }

    // Headers may contain passwords, so a message gives the position of a header and not its text.
    private static KeyValuePair<string, string> HeaderOf(string text, int index)
    {
        using var probe = new HttpRequestMessage();
        var colon = text.IndexOf(':');
        var header = colon > 0 && !text.AsSpan().ContainsAny('\r', '\n')
            ? KeyValuePair.Create(text[..colon].Trim(), text[(colon + 1)..].Trim())
            : throw new ArgumentException($"Header {index + 1} in the option 'header' is not in the form 'Name: value'.");
        return probe.Headers.TryAddWithoutValidation(header.Key, header.Value)
            ? header
            : throw new ArgumentException($"The option 'header' has the name '{header.Key}', which a request without a body cannot have.");
    }
}
