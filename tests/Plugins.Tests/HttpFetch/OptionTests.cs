using System.Diagnostics;
using Partime.Plugins.HttpFetch;

namespace Partime.Plugins.Tests.HttpFetch;

public class OptionTests(LoopbackServer server) : IClassFixture<LoopbackServer>
{
    [Theory(Timeout = Fetches.Limit)]
    [BothWays("POST", "POST")]
    [BothWays("delete", "DELETE")]
    [BothWays("Purge", "Purge")]
    public async Task TheMethodIsSentAndAKnownOneInUpperCase(Way way, string method, string sent)
    {
        await using var fetch = await Fetches.StartAsync(fetch => fetch.Method = method);

        var result = await fetch.DoAsync(way, server.Http1 + "/method");

        Assert.Equal(Fetches.DigestOf(sent), result.Value());
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("X-Color", "red, green")]
    [BothWays("X-Size", "1:2")]
    [BothWays("User-Agent", "me (myself)")]
    public async Task HeadersAreSentAsGiven(Way way, string name, string value)
    {
        await using var fetch = await Fetches.StartAsync(
            fetch => fetch.Header = ["X-Color: red, green", "X-Size:1:2", "User-Agent: me (myself)"]);

        var result = await fetch.DoAsync(way, $"{server.Http1}/header/{name}");

        Assert.Equal(Fetches.DigestOf(value), result.Value());
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("User-Agent", "partime")]
    [BothWays("Accept-Encoding", "")]
    [BothWays("Traceparent", "")]
    public async Task ByDefaultARequestHasAUserAgentAndLittleElse(Way way, string name, string value)
    {
        await using var fetch = await Fetches.StartAsync();
        // What a tracing host would have put into every request.
        using var activity = new Activity("host").Start();

        var result = await fetch.DoAsync(way, $"{server.Http1}/header/{name}");

        Assert.Equal(Fetches.DigestOf(value), result.Value());
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("1.1")]
    [BothWays("2")]
    public async Task TheHttpVersionIsTheOneAskedFor(Way way, string version)
    {
        await using var fetch = await Fetches.StartAsync(fetch => fetch.HttpVersion = version);

        var result = await fetch.DoAsync(way, (version == "2" ? server.Http2 : server.Http1) + "/protocol");

        Assert.Equal(Fetches.DigestOf(version == "2" ? "HTTP/2" : "HTTP/1.1"), result.Value());
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task NoOtherHttpVersionIsUsedInstead(Way way)
    {
        await using var fetch = await Fetches.StartAsync(fetch => fetch.HttpVersion = "2");

        await Assert.ThrowsAsync<HttpRequestException>(() => fetch.DoAsync(way, server.Http1 + "/protocol"));
    }

    /// <summary>Those that no range of an option finds.</summary>
    public static TheoryData<string, string, Action<HttpFetchWorkload>> Mistakes => new()
    {
        { "method", "''", fetch => fetch.Method = "" },
        { "method", "'GET /'", fetch => fetch.Method = "GET /" },
        { "http-version", "'2.5'", fetch => fetch.HttpVersion = "2.5" },
        { "header", "Header 2 in", fetch => fetch.Header = ["A: b", "no colon"] },
        { "header", "Header 1 in", fetch => fetch.Header = [": no name"] },
        { "header", "Header 1 in", fetch => fetch.Header = ["A: b\r\nC: d"] },
        { "header", "'Content-Type'", fetch => fetch.Header = ["Content-Type: text/plain"] },
        { "header", "'A B'", fetch => fetch.Header = ["A B: c"] },
    };

    [Theory(Timeout = Fetches.Limit)]
    [MemberData(nameof(Mistakes))]
    public async Task AMistakeInAnOptionEndsTheStartWithItsNameAndItsValue(string option, string value, Action<HttpFetchWorkload> mistake)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Fetches.StartAsync(mistake));

        Assert.Contains($"'{option}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [InlineData("Bearer swordfish")]
    [InlineData("Content-Type: swordfish")]
    [InlineData("A: b\r\nAuthorization: swordfish")]
    public async Task AHeaderIsNeverQuotedBecauseItMayHoldAPassword(string header)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Fetches.StartAsync(fetch => fetch.Header = [header]));

        Assert.DoesNotContain("swordfish", error.ToString(), StringComparison.Ordinal);
    }
}
