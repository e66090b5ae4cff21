namespace Partime.Plugins.HttpFetch;

/// <summary>Waits for a server and reads its answer: work that overlaps on few CPUs, with or without blocked threads.</summary>
[Workload("http-fetch", "Requests the input's URL and reads the body to its end; the value is a digest of the body.")]
[Metric("status", "", "The HTTP status of the response.", Aggregate = MetricAggregate.None)]
[Metric("bytes", "B", "The length of the body as it was sent, not decompressed.", Aggregate = MetricAggregate.Sum)]
[Metric("ttfb_s", "s", "Time to first byte: from the request to the headers of the response, connecting and redirects included.", Aggregate = MetricAggregate.P95)]
[Metric("resends", "", "How often the request was sent again because the connection closed without an answer; at most 3.", Aggregate = MetricAggregate.Sum)]
public sealed class HttpFetchWorkload : BlockingWorkload
{
    private FetchSettings settings = null!;
    private Fetcher fetcher = null!;

    // The timers of the network stack have a limit of about 24 days.
    [Option("timeout", "The maximum duration of a fetch, from connecting to the last byte.", Default = "30s", Min = "1ms", Max = "24d")]
    public TimeSpan Timeout { get; set; }

    [Option("max-body-size", "The maximum size of a body.", Default = "100MiB")]
    public ByteSize MaxBodySize { get; set; }

    [Option("method", "The HTTP method, such as GET or HEAD; the request has no body.", Default = "GET")]
    public string Method { get; set; } = "";

    [Option("header", "A header to send, as 'Name: value'; repeatable. Redirects to another server lose Authorization, Cookie and Host.", Secret = true)]
    public string[] Header { get; set; } = [];

    [Option("http-version", "Exactly 1.1, 2 or 3. Without TLS, 2 starts with the first byte (h2c) and 3 is impossible.", Default = "1.1")]
    public string HttpVersion { get; set; } = "";

    [Option("fail-on-status", "Whether a status of 400 or more is an error, and also a redirect that cannot be followed.", Default = "true")]
    public bool FailOnStatus { get; set; }

    [Option("max-redirects", "The maximum number of redirects in one fetch; with 0 the redirect itself is the response.", Default = "10", Min = "0")]
    public int MaxRedirects { get; set; }

    [Option("use-proxy", "Whether to use the proxy of the environment, if there is one.", Default = "false")]
    public bool UseProxy { get; set; }

    [Option("insecure", "Whether to accept any certificate: untrusted, expired or for another name.", Default = "false")]
    public bool Insecure { get; set; }

    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        settings = FetchSettings.Of(this);
        fetcher = new Fetcher(settings);
        return ValueTask.CompletedTask;
    }

    public override WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        // HttpClient.Send supports no newer version than HTTP/1.1: in newer ones many requests share a connection, which none may block.
        if (settings.Version > System.Net.HttpVersion.Version11)
            return RunAsync(item, cancellationToken).AsTask().GetAwaiter().GetResult();

        var address = Address.OfInput(item.Text, settings.Version);
        using var deadline = new Deadline(address.Text, settings.Timeout, cancellationToken);
        try
        {
            return fetcher.Fetch(address, deadline);
        }
        catch (Exception exception) when (deadline.Explains(exception, out var reason))
        {
            throw reason;
        }
    }

    public override async ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var address = Address.OfInput(item.Text, settings.Version);
        using var deadline = new Deadline(address.Text, settings.Timeout, cancellationToken);
        try
        {
            return await fetcher.FetchAsync(address, deadline).ConfigureAwait(false);
        }
        catch (Exception exception) when (deadline.Explains(exception, out var reason))
        {
            throw reason;
        }
    }

    public override ValueTask DisposeAsync()
    {
        fetcher?.Dispose();
        return base.DisposeAsync();
    }
}
