using System.Net;
using System.Net.Sockets;

namespace Partime.Plugins.Tests.HttpFetch;

public class FailureTests
{
    [Theory(Timeout = Fetches.Limit)]
    [BothWays("")]
    [BothWays("example.org")]
    [BothWays("/etc/hostname")]
    [BothWays("file:///etc/hostname")]
    [BothWays("ftp://example.org/")]
    [BothWays("http://")]
    [BothWays("http://example.org:port/")]
    public async Task AnInputThatIsNotAWebUrlIsAnErrorThatNamesIt(Way way, string input)
    {
        await using var fetch = await Fetches.StartAsync();

        var error = await Assert.ThrowsAsync<FormatException>(() => fetch.DoAsync(way, input));

        Assert.Contains($"'{input}'", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task AServerThatIsNotThereIsAnErrorThatNamesIt(Way way)
    {
        await using var fetch = await Fetches.StartAsync();
        using var closed = new ClosedPort();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => fetch.DoAsync(way, $"http://{closed.Loopback}/"));

        Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
        Assert.Contains($"{closed.Loopback}", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it")]
    [BothWays("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf of it")]
    public async Task HalfABodyIsAnError(Way way, string answer)
    {
        await using var server = new RudeServer(answer);
        await using var fetch = await Fetches.StartAsync();

        var error = await Assert.ThrowsAsync<HttpIOException>(() => fetch.DoAsync(way, server.Url));

        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it")]
    [BothWays("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 0\r\n\r\n")]
    public async Task AFailedFetchIsNotTriedAgain(Way way, string answer)
    {
        await using var server = new RudeServer(answer);
        await using var fetch = await Fetches.StartAsync();

        Assert.NotNull(await Record.ExceptionAsync(() => fetch.DoAsync(way, server.Url)));

        Assert.Equal(1, server.Requests);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task AServerThatHangsUpWithoutAnAnswerIsAnError(Way way)
    {
        await using var server = new RudeServer("");
        await using var fetch = await Fetches.StartAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => fetch.DoAsync(way, server.Url));

        Assert.InRange(server.Requests, 1, 4);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task AServerThatClosesAfterEveryAnswerWithoutSayingSoCausesNoError(Way way)
    {
        await using var server = new RudeServer("HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nbody");
        await using var fetch = await Fetches.StartAsync();

        for (var i = 0; i < 20; i++)
            Assert.Equal(0, (await fetch.DoAsync(way, server.Url)).Metric("resends"));

        Assert.Equal(20, server.Requests);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task ARedirectToItselfIsFollowedAndNotCountedAsARepetition(Way way)
    {
        await using var server = new RudeServer("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: /\r\n\r\n");
        await using var fetch = await Fetches.StartAsync(fetch => fetch.MaxRedirects = 2);

        var error = await Assert.ThrowsAsync<WorkFailedException>(() => fetch.DoAsync(way, server.Url));

        Assert.Contains("exceeds the option 'max-redirects'", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests);
    }
}
