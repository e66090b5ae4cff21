using System.Text;

namespace Partime.Plugins.Tests.HttpFetch;

public class AddressTests(LoopbackServer server) : IClassFixture<LoopbackServer>
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("/a%41b", "/a%41b")]
    [BothWays("/foo/%2E%2E/t", "/foo/%2E%2E/t")]
    [BothWays("/foo/../t/./u", "/foo/../t/./u")]
    [BothWays("/x\\y", "/x\\y")]
    [BothWays("//x//y/", "//x//y/")]
    [BothWays("/%zz?q='\"<>|^`{}[]", "/%zz?q='\"<>|^`{}[]")]
    [BothWays("/a%2fb%2Fc?sig=%2b%2B+=&&x", "/a%2fb%2Fc?sig=%2b%2B+=&&x")]
    [BothWays("?q=1", "/?q=1")]
    [BothWays("", "/")]
    [BothWays("/a?b#c?d", "/a?b")]
    [BothWays("#c", "/")]
    [BothWays("/a b\tc?d e", "/a%20b%09c?d%20e")]
    [BothWays("/é/漢?😀", "/%C3%A9/%E6%BC%A2?%F0%9F%98%80")]
    [BothWays("/a\r\nX-Injected: 1", "/a%0D%0AX-Injected:%201")]
    public async Task PathAndQueryAreRequestedAsGiven(Way way, string given, string requested)
    {
        await using var server = new RudeServer(Ok);
        await using var fetch = await Fetches.StartAsync();

        await fetch.DoAsync(way, server.Url.TrimEnd('/') + given);

        Assert.Equal([$"GET {requested} HTTP/1.1"], server.FirstLines);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("1.1")]
    [BothWays("2")]
    public async Task TheHttpVersionChangesNothingOfThePath(Way way, string version)
    {
        await using var fetch = await Fetches.StartAsync(fetch => fetch.HttpVersion = version);

        var result = await fetch.DoAsync(way, (version == "2" ? server.Http2 : server.Http1) + "/target/a%41b/%2E%2E/x\\y?q=%41|");

        Assert.Equal(Fetches.DigestOf("/target/a%41b/%2E%2E/x\\y?q=%41|"), result.Value());
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("/a%41b/%2E%2E?q=%41|", "/a%41b/%2E%2E?q=%41|")]
    [BothWays("//127.0.0.1:PORT/%41", "/%41")]
    [BothWays("http://127.0.0.1:PORT/%41?%41", "/%41?%41")]
    [BothWays("?page=2", "/from/here?page=2")]
    [BothWays("there", "/from/there")]
    [BothWays("../up", "/up")]
    [BothWays("/\u00c3\u00a9", "/%C3%A9")]
    public async Task ARedirectIsRequestedAsGiven(Way way, string location, string requested)
    {
        await using var server = new RudeServer(line => line.Contains("/from/here HTTP", StringComparison.Ordinal) ? Redirect(location) : Ok);
        location = location.Replace("PORT", new Uri(server.Url).Port.ToString(null, null), StringComparison.Ordinal);
        await using var fetch = await Fetches.StartAsync();

        await fetch.DoAsync(way, server.Url + "from/here");

        Assert.Equal(["GET /from/here HTTP/1.1", $"GET {requested} HTTP/1.1"], server.FirstLines);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("user:pass@", "user:pass")]
    [BothWays("user@", "user:")]
    [BothWays("us%40er:p%3Aa:s%2Fs@", "us@er:p:a:s/s")]
    [BothWays("é:%C3%A9@", "é:é")]
    public async Task CredentialsInTheAddressAreSentAsBasicAndNotInTheLine(Way way, string given, string sent)
    {
        await using var server = new RudeServer(Ok);
        await using var fetch = await Fetches.StartAsync();

        await fetch.DoAsync(way, server.Url.Replace("//", "//" + given, StringComparison.Ordinal) + "a");

        Assert.Equal(["GET /a HTTP/1.1"], server.FirstLines);
        Assert.Contains($"\nAuthorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(sent))}", server.Heads[0], StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays]
    public async Task AGivenAuthorizationCountsMoreThanCredentialsInTheAddress(Way way)
    {
        await using var server = new RudeServer(Ok);
        await using var fetch = await Fetches.StartAsync(fetch => fetch.Header = ["Authorization: Bearer moon"]);

        await fetch.DoAsync(way, server.Url.Replace("//", "//user:pass@", StringComparison.Ordinal));

        Assert.Contains("\nAuthorization: Bearer moon", server.Heads[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Basic", server.Heads[0], StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("user:pass@", "Cookie: a=b")]
    [BothWays("", "Authorization: Bearer moon")]
    public async Task ARedirectToAnotherServerCarriesNoCredentialsAndOneToTheSameServerDoes(Way way, string credentials, string header)
    {
        await using var other = new RudeServer(Ok);
        await using var server = new RudeServer(line => line.Contains("/1 ", StringComparison.Ordinal) ? Redirect("/2") : Redirect(other.Url));
        await using var fetch = await Fetches.StartAsync(fetch => fetch.Header = [header, "X-Color: red"]);

        await fetch.DoAsync(way, server.Url.Replace("//", "//" + credentials, StringComparison.Ordinal) + "1");

        Assert.Equal(2, server.Heads.Count);
        Assert.All(server.Heads, head => Assert.Contains(header, head, StringComparison.Ordinal));
        Assert.All(server.Heads, head => Assert.Contains("Authorization: ", head, StringComparison.Ordinal));
        var last = Assert.Single(other.Heads);
        Assert.Contains("X-Color: red", last, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", last, StringComparison.Ordinal);
        Assert.DoesNotContain("Cookie", last, StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("POST", 302, "GET")]
    [BothWays("POST", 307, "POST")]
    [BothWays("PUT", 301, "PUT")]
    [BothWays("PUT", 303, "GET")]
    [BothWays("HEAD", 303, "HEAD")]
    public async Task TheMethodAfterARedirectIsThatOfBrowsers(Way way, string method, int status, string then)
    {
        await using var server = new RudeServer(line => line.Contains("/1 ", StringComparison.Ordinal) ? Redirect("/2", status) : Ok);
        await using var fetch = await Fetches.StartAsync(fetch => fetch.Method = method);

        await fetch.DoAsync(way, server.Url + "1");

        Assert.Equal([$"{method} /1 HTTP/1.1", $"{then} /2 HTTP/1.1"], server.FirstLines);
    }

    private static string Redirect(string location, int status = 302) =>
        $"HTTP/1.1 {status} Moved\r\nContent-Length: 0\r\nConnection: close\r\nLocation: {location}\r\n\r\n";
}
