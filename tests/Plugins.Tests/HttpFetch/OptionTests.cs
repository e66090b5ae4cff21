using System.Diagnostics;
using System.Net;
using System.Net.Quic;
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
        { "header", "Header 1 in", fetch => fetch.Header = ["A B: c"] },
        { "header", "Header 2 in", fetch => fetch.Header = ["A: b", "Ä: c"] },
        { "header", "'X-Name', has the character U+00EB as character 5 ", fetch => fetch.Header = ["X-Name: nameë"] },
        { "header", "U+1F600", fetch => fetch.Header = ["A: \ud83d\ude00"] },
        { "header", "U+0000", fetch => fetch.Header = ["A: b\0c"] },
        { "header", "'Transfer-Encoding'", fetch => fetch.Header = ["Transfer-Encoding: chunked"] },
        { "header", "'transfer-encoding'", fetch => fetch.Header = ["transfer-encoding: gzip"] },
        { "header", "'Content-Length'", fetch => fetch.Header = ["Content-Length: 0"] },
        { "header", "'host' twice", fetch => fetch.Header = ["Host: example.org", "host: example.org"] },
        { "header", "'Authorization' twice", fetch => fetch.Header = ["Authorization: Bearer a", "Authorization: Bearer b"] },
        { "header", "'Host'", fetch => fetch.Header = ["Host: a, b"] },
        { "header", "'Host'", fetch => fetch.Header = ["Host: http://a/"] },
        { "header", "'Host'", fetch => fetch.Header = ["Host:"] },
        { "header", "'Connection', which HTTP/2", fetch => (fetch.Header, fetch.HttpVersion) = (["Connection: close"], "2") },
        { "header", "'Upgrade', which HTTP/2", fetch => (fetch.Header, fetch.HttpVersion) = (["Upgrade: h2c"], "2") },
        { "method", "'CONNECT'", fetch => fetch.Method = "CONNECT" },
        { "method", "'connect'", fetch => fetch.Method = "connect" },
    };

    [Theory(Timeout = Fetches.Limit)]
    [MemberData(nameof(Mistakes))]
    public async Task AMistakeInAnOptionEndsTheStartWithItsNameAndItsValue(string option, string value, Action<HttpFetchWorkload> mistake)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Fetches.StartAsync(mistake));

        Assert.Contains($"'{option}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Fetches.Limit)]
    public async Task Http3NeedsALibrary()
    {
        if (QuicConnection.IsSupported)
            await (await Fetches.StartAsync(fetch => fetch.HttpVersion = "3")).DisposeAsync();
        else
            Assert.Contains("libmsquic", (await Assert.ThrowsAsync<ArgumentException>(() => Fetches.StartAsync(fetch => fetch.HttpVersion = "3"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATaskWithoutTlsSaysThatHttp3NeedsIt()
    {
        var error = Assert.Throws<FormatException>(() => Address.OfInput("http://localhost/", HttpVersion.Version30));

        Assert.Equal("The input 'http://localhost/' cannot be requested over HTTP/3, which always uses TLS: use an https address, or set the option 'http-version' to 1.1 or 2.", error.Message);
        Assert.Equal("https://localhost/", Address.OfInput("https://localhost/", HttpVersion.Version30).Text);
        Assert.Equal("http://localhost/", Address.OfInput("http://localhost/", HttpVersion.Version20).Text);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("User-Agent:", "User-Agent")]
    [BothWays("Host: example.org:81", "Host")]
    [BothWays("Connection: close", "Connection")]
    [BothWays("TE: trailers", "TE")]
    [BothWays("Expect: 100-continue", "Expect")]
    [BothWays("X-Empty:", "X-Empty")]
    [BothWays("X-Tab: a\tb", "X-Tab")]
    [BothWays("Cookie: a=b", "Cookie")]
    [BothWays("Proxy-Authorization: Basic eA==", "Proxy-Authorization")]
    public async Task AnAcceptedHeaderIsSentOnce(Way way, string header, string name)
    {
        await using var server = new RudeServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var fetch = await Fetches.StartAsync(fetch => fetch.Header = [header]);

        await fetch.DoAsync(way, server.Url);

        Assert.Equal([header], server.Heads[0].Split('\n').Where(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Select(line => line.TrimEnd()));
    }

    [Theory(Timeout = Fetches.Limit)]
    [InlineData("Bearer swordfish")]
    [InlineData("Content-Type: swordfish")]
    [InlineData("A: b\r\nAuthorization: swordfish")]
    [InlineData("Authorization: swordfish\u00eb")]
    [InlineData("Host: swordfish/")]
    [InlineData("Bearer swordfish:swordfish")]
    [InlineData("Bearer swordfish: x")]
    public async Task AHeaderIsNeverQuotedBecauseItMayHoldAPassword(string header)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Fetches.StartAsync(fetch => fetch.Header = [header]));

        Assert.DoesNotContain("swordfish", error.ToString(), StringComparison.Ordinal);
    }
}
