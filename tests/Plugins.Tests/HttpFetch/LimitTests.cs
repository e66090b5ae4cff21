using System.Globalization;

namespace Partime.Plugins.Tests.HttpFetch;

public class LimitTests(LoopbackServer server) : IClassFixture<LoopbackServer>
{
    private static readonly TimeSpan Limit = Pace.Of(TimeSpan.FromMilliseconds(250));

    /// <summary>Makes the URLs of one test its own.</summary>
    private readonly string id = Guid.NewGuid().ToString("N");

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("silent", "1.1", "while waiting for the response")]
    [BothWays("stuck", "1.1", "while reading the body")]
    [BothWays("silent", "2", "while waiting for the response")]
    [BothWays("stuck", "2", "while reading the body")]
    public async Task AServerThatTakesTooLongIsAnErrorThatNamesUrlLimitAndPhase(Way way, string kind, string version, string phase)
    {
        await using var fetch = await Fetches.StartAsync(fetch =>
        {
            fetch.Timeout = Limit;
            fetch.HttpVersion = version;
        });
        var url = Url(kind, version);

        var error = await Assert.ThrowsAsync<TimeoutException>(() => fetch.DoAsync(way, url));

        Assert.Contains($"'{url}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{Limit.TotalSeconds} s"), error.Message, StringComparison.Ordinal);
        Assert.EndsWith($", {phase}.", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("silent", "1.1")]
    [BothWays("stuck", "1.1")]
    [BothWays("silent", "2")]
    [BothWays("stuck", "2")]
    public async Task AnInterruptedSessionIsNotATimeout(Way way, string kind, string version)
    {
        await using var fetch = await Fetches.StartAsync(fetch => fetch.HttpVersion = version);
        using var session = new CancellationTokenSource();
        var fetching = fetch.DoAsync(way, Url(kind, version), session.Token);
        await server.Arrival(id);

        await session.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        Assert.Equal(session.Token, error.CancellationToken);
        await server.Departure(id);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task AnInterruptedSessionStartsNoFetch(Way way)
    {
        await using var fetch = await Fetches.StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => fetch.DoAsync(way, server.Http1 + "/text/hello", new CancellationToken(canceled: true)));
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("sized", "1.1")]
    [BothWays("chunked", "1.1")]
    [BothWays("sized", "2")]
    [BothWays("chunked", "2")]
    public async Task ABodyOverTheLimitIsAnErrorThatNamesUrlAndLimit(Way way, string kind, string version)
    {
        await using var fetch = await Fetches.StartAsync(fetch =>
        {
            fetch.MaxBodySize = new ByteSize(99_999);
            fetch.HttpVersion = version;
        });
        var url = $"{Server(version)}/{kind}/100000";

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => fetch.DoAsync(way, url));

        Assert.Contains($"'{url}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(" 99999 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("sized")]
    [BothWays("chunked")]
    public async Task ABodyOfExactlyTheLimitIsRead(Way way, string kind)
    {
        await using var fetch = await Fetches.StartAsync(fetch => fetch.MaxBodySize = new ByteSize(100_000));

        var result = await fetch.DoAsync(way, $"{server.Http1}/{kind}/100000");

        Assert.Equal(100_000, result.Metric("bytes"));
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task TheLengthInTheAnswerToHeadIsNotCheckedAgainstTheLimit(Way way)
    {
        await using var fetch = await Fetches.StartAsync(fetch =>
        {
            fetch.Method = "HEAD";
            fetch.MaxBodySize = new ByteSize(10);
        });

        var result = await fetch.DoAsync(way, server.Http1 + "/sized/100000");

        Assert.Equal(0, result.Metric("bytes"));
    }

    private string Server(string version) => version == "2" ? server.Http2 : server.Http1;

    private string Url(string kind, string version) => $"{Server(version)}/{kind}/{id}";
}
