namespace Partime.Plugins.HttpFetch;

/// <summary>Waits for a server and reads what it sends: work that overlaps on few CPUs, by blocking threads or without them.</summary>
[Workload("http-fetch", "Requests the input's URL and reads the body to its end; the value is a digest of the body.")]
[Metric("status", "", "The HTTP status of the response.")]
[Metric("bytes", "B", "The length of the body as it was sent, not decompressed.")]
[Metric("ttfb_s", "s", "Time to first byte: from the request to the headers of the response, connecting and redirects included.")]
[Metric("resends", "", "How often the request was sent once more because the connection closed without an answer: 3 times at most.")]
public sealed class HttpFetchWorkload : IBlockingWorkload, IAsyncDisposable
{
    private FetchSettings settings = null!;
    private Fetcher fetcher = null!;

    // The network stack's timers can wait for about 24 days.
    [Option("timeout", "The longest that one fetch may take from connecting to the last byte.", Default = "30s", Min = "1ms", Max = "24d")]
    public TimeSpan Timeout { get; set; }

    [Option("max-body-size", "The most that a body may have.", Default = "100MiB")]
    public ByteSize MaxBodySize { get; set; }

    [Option("method", "The HTTP method, such as GET or HEAD; no body is sent with it.", Default = "GET")]
    public string Method { get; set; } = "";

    [Option("header", "A header to send, as 'Name: value'; repeatable. All but Authorization go along to where a redirect leads.", Secret = true)]
    public string[] Header { get; set; } = [];

    [Option("http-version", "1.1, 2 or 3, and no other: without TLS, 2 is spoken from the first byte (h2c) and 3 is impossible.", Default = "1.1")]
    public string HttpVersion { get; set; } = "";

    [Option("fail-on-status", "Whether a status of 400 or more is an error, and so is a redirect that cannot be followed.", Default = "true")]
    public bool FailOnStatus { get; set; }

    [Option("max-redirects", "The most redirects to follow within one fetch; 0 takes the redirect itself for the response.", Default = "10", Min = "0")]
    public int MaxRedirects { get; set; }

    [Option("use-proxy", "Whether to go through the proxy that the environment names, if it does.", Default = "false")]
    public bool UseProxy { get; set; }

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        settings = FetchSettings.Of(this);
        fetcher = new Fetcher(settings);
        return ValueTask.CompletedTask;
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        // HttpClient.Send refuses anything newer than HTTP/1.1, where many requests share a connection that nobody may block.
        if (settings.Version > System.Net.HttpVersion.Version11)
            return RunAsync(item, cancellationToken).AsTask().GetAwaiter().GetResult();

        var url = Url(item);
        using var deadline = new Deadline(url, settings.Timeout, cancellationToken);
        try
        {
            return fetcher.Fetch(url, deadline.Token);
        }
        catch (Exception exception) when (deadline.Explains(exception, out var reason))
        {
            throw reason;
        }
    }

    public async ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var url = Url(item);
        using var deadline = new Deadline(url, settings.Timeout, cancellationToken);
        try
        {
            return await fetcher.FetchAsync(url, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (deadline.Explains(exception, out var reason))
        {
            throw reason;
        }
    }

    public ValueTask DisposeAsync()
    {
        fetcher?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Uri Url(WorkItem item) =>
        Uri.TryCreate(item.Text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new FormatException($"The input '{item.Text}' is no URL that starts with http:// or https://.");
}
