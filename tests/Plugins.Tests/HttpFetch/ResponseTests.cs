namespace Partime.Plugins.Tests.HttpFetch;

public class ResponseTests(LoopbackServer server) : IClassFixture<LoopbackServer>
{
    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task AFetchGivesTheDigestOfTheBodyAndMeasuresIt(Way way)
    {
        await using var fetch = await Fetches.StartAsync();

        var result = await fetch.DoAsync(way, server.Http1 + "/text/hello");

        Assert.Equal(Fetches.DigestOf("hello"), result.Value());
        Assert.Equal(200, result.Metric("status"));
        Assert.Equal(5, result.Metric("bytes"));
        Assert.InRange(result.Metric("ttfb_s"), 0.000_001, 10);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("sized", 0)]
    [BothWays("chunked", 0)]
    [BothWays("sized", 1_000_000)]
    [BothWays("chunked", 1_000_000)]
    public async Task ABodyOfAnySizeIsReadToItsEnd(Way way, string kind, int bytes)
    {
        await using var fetch = await Fetches.StartAsync();

        var result = await fetch.DoAsync(way, $"{server.Http1}/{kind}/{bytes}");

        Assert.Equal(Fetches.DigestOf(new byte[bytes]), result.Value());
        Assert.Equal(bytes, result.Metric("bytes"));
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays(400)]
    [BothWays(404)]
    [BothWays(500)]
    public async Task AStatusOf400OrMoreIsAnErrorThatNamesUrlAndStatus(Way way, int status)
    {
        await using var fetch = await Fetches.StartAsync();
        var url = $"{server.Http1}/status/{status}";

        var error = await Assert.ThrowsAsync<WorkFailedException>(() => fetch.DoAsync(way, url));

        Assert.Contains($"'{url}'", error.Message, StringComparison.Ordinal);
        Assert.Contains($" {status}", error.Message, StringComparison.Ordinal);
        Assert.Equal([("status", status), ("bytes", "sorry".Length)], error.Metrics.Take(2).Select(metric => (metric.Name, (int)metric.Value)));
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays(404)]
    [BothWays(500)]
    public async Task AnyStatusIsAResultWithoutFailOnStatus(Way way, int status)
    {
        await using var fetch = await Fetches.StartAsync(fetch => fetch.FailOnStatus = false);

        var result = await fetch.DoAsync(way, $"{server.Http1}/status/{status}");

        Assert.Equal(status, result.Metric("status"));
        Assert.Equal(Fetches.DigestOf("sorry"), result.Value());
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays(1, 10)]
    [BothWays(3, 3)]
    public async Task RedirectsAreFollowed(Way way, int times, int limit)
    {
        await using var fetch = await Fetches.StartAsync(fetch => fetch.MaxRedirects = limit);

        var result = await fetch.DoAsync(way, $"{server.Http1}/redirect/{times}");

        Assert.Equal(200, result.Metric("status"));
        Assert.Equal(Fetches.DigestOf("arrived"), result.Value());
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task OneRedirectTooManyIsAnErrorThatNamesTheUrl(Way way)
    {
        await using var fetch = await Fetches.StartAsync(fetch => fetch.MaxRedirects = 2);
        var url = $"{server.Http1}/redirect/3";

        var error = await Assert.ThrowsAsync<WorkFailedException>(() => fetch.DoAsync(way, url));

        Assert.Contains($"'{url}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("exceeds the option 'max-redirects'", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task ARedirectIsTheResponseIfNoneIsFollowed(Way way)
    {
        await using var fetch = await Fetches.StartAsync(fetch => fetch.MaxRedirects = 0);

        var result = await fetch.DoAsync(way, $"{server.Http1}/redirect/1");

        Assert.Equal(302, result.Metric("status"));
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("/text/hello")]
    [BothWays("/status/404")]
    public async Task OneFetchAfterAnotherUsesTheSameConnectionWhateverTheFirstResult(Way way, string first)
    {
        await using var fetch = await Fetches.StartAsync();
        var before = await fetch.DoAsync(way, server.Http1 + "/connection");

        _ = await Record.ExceptionAsync(() => fetch.DoAsync(way, server.Http1 + first));
        var after = await fetch.DoAsync(way, server.Http1 + "/connection");

        Assert.Equal(before.Value(), after.Value());
    }

    [Fact(Timeout = Fetches.Limit)]
    public async Task BothWaysTogetherShareOneWorkload()
    {
        await using var fetch = await Fetches.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            fetch.DoAsync(i % 2 == 0 ? Way.Blocking : Way.Asynchronous, $"{server.Http1}/text/{i}")));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => Fetches.DigestOf($"{i}")), results.Select(result => result.Value()));
    }
}
