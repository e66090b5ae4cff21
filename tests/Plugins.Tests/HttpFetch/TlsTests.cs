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

    private static async Task<string> MessageAsync(string url, IExecutor executor) => (await Fetches.OutcomeAsync(url, executor)).Fault!.Message;
}
