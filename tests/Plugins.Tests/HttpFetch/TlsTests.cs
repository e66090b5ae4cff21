using Partime.Testing;

namespace Partime.Plugins.Tests.HttpFetch;

public class TlsTests(LoopbackServer server) : IClassFixture<LoopbackServer>
{
    [Theory(Timeout = Fetches.Limit)]
    [InlineData("localhost", 30, "UntrustedRoot")]
    [InlineData("localhost", -30, "NotTimeValid")]
    [InlineData("example.org", 30, "RemoteCertificateNameMismatch")]
    public async Task ACertificateIsRefusedWithTheReason(string name, int daysLeft, string reason)
    {
        await using var tls = await TlsServer.StartAsync(name, daysLeft);

        foreach (var executor in (IExecutor[])[BundledExecutors.Serial, BundledExecutors.Async])
        {
            var message = await MessageAsync(tls.Url, executor);
            Assert.Contains(reason, message, StringComparison.Ordinal);
            Assert.DoesNotContain("inner exception", message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Fetches.Limit)]
    public async Task AServerWithoutTlsIsRefusedWithTheReason()
    {
        var message = await MessageAsync(server.Http1.Replace("http:", "https:", StringComparison.Ordinal), BundledExecutors.Serial);

        Assert.StartsWith("The SSL connection could not be established: ", message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Fetches.Limit)]
    [BothWays("localhost", 30, "1.1")]
    [BothWays("localhost", -30, "1.1")]
    [BothWays("example.org", 30, "1.1")]
    [BothWays("example.org", -30, "2")]
    public async Task AnyCertificateIsAcceptedIfTheUserAsksForIt(Way way, string name, int daysLeft, string version)
    {
        await using var tls = await TlsServer.StartAsync(name, daysLeft);
        await using var fetch = await Fetches.StartAsync(fetch =>
        {
            fetch.Insecure = true;
            fetch.HttpVersion = version;
        });

        var result = await fetch.DoAsync(way, tls.Url);

        Assert.Equal(Fetches.DigestOf(version == "2" ? "HTTP/2" : "HTTP/1.1"), result.Value());
    }

    private static async Task<string> MessageAsync(string url, IExecutor executor) => (await Fetches.OutcomeAsync(url, executor)).Fault!.Message;
}
