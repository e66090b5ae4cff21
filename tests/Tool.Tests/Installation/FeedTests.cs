using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using NuGet.Configuration;
using NuGet.Versioning;
using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>The answers of a feed on a network, and their absence.</summary>
public sealed class FeedTests
{
    private static readonly byte[] Nupkg = RandomNumberGenerator.GetBytes(1_000_000);

    [Fact]
    public async Task TheNewestStableVersionIsFoundAsTheFeedSpellsIt()
    {
        await using var server = Server("1.0.0", "1.10.0", "1.9.0", "2.0.0-beta");

        var found = await Find(server, "word.count", null);
        Assert.Equal(("Word.Count", "1.10.0", server.Index), (found.Id, found.Version, found.Feed.Address));
    }

    [Theory]
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("1.0", "1.0.0")]
    [InlineData("2.0.0-BETA", "2.0.0-beta")]
    [InlineData("3.0.0", "3.0.0")]
    public async Task TheNamedVersionIsFoundEvenIfItIsAPreviewOrUnlisted(string asked, string found)
    {
        await using var server = Server("1.0.0", "2.0.0-beta", "-3.0.0");

        Assert.Equal(found, (await Find(server, "Word.Count", asked)).Version);
        Assert.Equal("1.0.0", (await Find(server, "Word.Count", null)).Version);
    }

    [Theory]
    [InlineData("1.5.0", "Word.Count has no version 1.5.0. It has 1.0.0, 2.0.0, 4.0.0 and others.")]
    [InlineData("9.0.0", "Word.Count has no version 9.0.0. It has 4.0.0 and others.")]
    [InlineData("newest", "'newest' of Word.Count is not a version: a version looks like 1.2.3 or 1.2.3-beta.1.")]
    [InlineData("1.*", "'1.*' of Word.Count is not a version: a version looks like 1.2.3 or 1.2.3-beta.1.")]
    public async Task AVersionThatDoesNotExistIsAnErrorThatNamesOthers(string version, string sentence)
    {
        await using var server = Server("1.0.0", "2.0.0", "3.0.0", "4.0.0");

        Assert.Equal(sentence, await RefusalOf(server, "Word.Count", version));
    }

    [Theory]
    [InlineData("Word.Count has only previews: to install the newest, name it as Word.Count@2.0.0-beta.2.", "1.0.0-rc", "2.0.0-beta.2")]
    [InlineData("The author of Word.Count has unlisted all its versions: to install one nevertheless, name it as Word.Count@2.0.0.", "-1.0.0", "-2.0.0")]
    public async Task PreviewsAndUnlistedVersionsAreNamedAndNotInstalledByDefault(string sentence, params string[] versions)
    {
        await using var server = Server(versions);

        Assert.Equal(sentence, await RefusalOf(server, "Word.Count", null));
    }

    [Fact]
    public async Task AnUnknownPackageIsNamedWithTheFeed()
    {
        await using var server = Server("1.0.0");

        Assert.Equal($"There is no package 'Sentence.Count' on the feed '{server.Index}'.", await RefusalOf(server, "Sentence.Count", null));
    }

    [Fact]
    public async Task AnInvalidIdIsNotSentToTheFeed()
    {
        await using var server = Server("1.0.0");

        Assert.Contains("'../up' is not valid as the id", await RefusalOf(server, "../up", null), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task APackageIsDownloaded()
    {
        await using var server = Server("1.0.0");
        using var folder = new TemporaryFolder();
        var feeds = new PluginFeeds([server.Index]);
        await (await feeds.FindAsync("Word.Count", null, default)).DownloadAsync(folder["some.nupkg"], default);

        Assert.Equal(Nupkg, File.ReadAllBytes(folder["some.nupkg"]));
    }

    [Fact]
    public async Task AnInterruptedDownloadIsTriedAgain()
    {
        await using var server = Server("1.0.0");
        server.Resets[FeedPages.Nupkg("Word.Count", "1.0.0")] = 1;
        using var folder = new TemporaryFolder();
        await Package(server).DownloadAsync(folder["some.nupkg"], default);

        Assert.Equal(Nupkg, File.ReadAllBytes(folder["some.nupkg"]));
    }

    [Fact]
    public async Task ADownloadThatIsAlwaysInterruptedFails()
    {
        await using var server = Server("1.0.0");
        server.Resets[FeedPages.Nupkg("Word.Count", "1.0.0")] = int.MaxValue;

        var failure = await DownloadFailure(server);
        Assert.StartsWith($"The feed '{server.Index}' refuses to send Word.Count 1.0.0: ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("no longer", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFeedThatIsBrokenIsNamedWithWhatItAnswers()
    {
        await using var server = Server("1.0.0");
        server.Statuses["/registration/word.count/index.json"] = 500;
        server.Statuses[FeedPages.Nupkg("Word.Count", "1.0.0")] = 500;

        Assert.Equal($"The feed '{server.Index}' answers with 500 (InternalServerError).", await RefusalOf(server, "Word.Count", null));
        Assert.StartsWith($"The feed '{server.Index}' refuses to send Word.Count 1.0.0: ", await DownloadFailure(server), StringComparison.Ordinal);
        Assert.Contains("500", await DownloadFailure(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddressWithoutAFeedIsNamed()
    {
        await using var server = Server();

        Assert.StartsWith($"The feed '{server.Address}/nothing.json' ", await RefusalOf($"{server.Address}/nothing.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHostWithoutAFeedIsNamed()
    {
        using var closed = new ClosedPort();
        var address = $"http://localhost:{closed.Port}/v3/index.json";

        Assert.Equal($"The feed '{address}' cannot be reached: Connection refused.", await RefusalOf(address));
    }

    [Fact]
    public async Task AnUntrustedCertificateIsRefused()
    {
        using var key = ECDsa.Create();
        var now = DateTimeOffset.UtcNow;
        using var certificate = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await using var server = new FeedServer(certificate);

        Assert.StartsWith($"The feed '{server.Index}' cannot be trusted: ", await RefusalOf(server.Index), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFeedWithoutEncryptionIsNotAsked() =>
        Assert.Contains("http://feed.invalid/index.json' uses unencrypted http", await RefusalOf("http://feed.invalid/index.json"), StringComparison.Ordinal);

    [Fact]
    public async Task SecretsInAnAddressAreNotShown()
    {
        await using var server = Server("1.0.0");
        await using var broken = Server("1.0.0");
        broken.Statuses["/v3/index.json?token=secret"] = 500;

        Assert.Equal(server.Index, (await new PluginFeeds([WithSecrets(server)]).FindAsync("Word.Count", null, default)).Feed.Address);
        Assert.StartsWith($"The feed '{broken.Index}' answers", await RefusalOf(WithSecrets(broken)), StringComparison.Ordinal);

        static string WithSecrets(FeedServer feed) => $"{feed.Index.Replace("://", "://user:secret@", StringComparison.Ordinal)}?token=secret";
    }

    [Fact]
    public async Task AFeedThatNeverAnswersIsAnErrorAfterTheTimeLimit()
    {
        await using var server = Server("1.0.0");
        server.Silences["/v3/index.json"] = new TaskCompletionSource();
        var feed = new Feed(new PackageSource(server.Index, "ours")) { TimeLimit = TimeSpan.FromMilliseconds(200) };

        Assert.Equal("The feed 'ours' has not answered within 0.2s.", (await Assert.ThrowsAsync<PartimeException>(() => feed.FindAsync("Word.Count", default))).Message);
    }

    [Theory]
    [InlineData("/v3/index.json")]
    [InlineData("/registration/word.count/index.json")]
    public async Task WaitingForAFeedCanBeInterrupted(string path)
    {
        await using var server = Server("1.0.0");
        var arrival = server.Silences[path] = new TaskCompletionSource();
        using var interruption = new CancellationTokenSource();
        var search = new PluginFeeds([server.Index]).FindAsync("Word.Count", null, interruption.Token);
        await arrival.Task;
        await interruption.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
    }

    [Theory]
    [InlineData("2.0.0-beta.2", "1.0.0-rc", "1.0.0-rc", "2.0.0-beta.2", "-3.0.0-rc")]
    [InlineData("1.0.0", "1.0.0-rc", "1.0.0-rc", "1.0.0", "2.0.0-beta")]
    public async Task APreviewIsUpdatedToTheNewestPreviewWhileThereIsNothingElse(string newest, string installed, params string[] versions)
    {
        await using var server = Server(versions);
        Assert.Equal(newest, (await new PluginFeeds([server.Index]).FindNewerAsync("Word.Count", installed, default)).Version);
    }

    private static FeedServer Server(params string[] versions)
    {
        var server = new FeedServer();
        server.Add("Word.Count", Nupkg, versions);
        return server;
    }

    private static Task<FoundPackage> Find(FeedServer server, string id, string? version) => new PluginFeeds([server.Index]).FindAsync(id, version, default);

    private static async Task<string> RefusalOf(FeedServer server, string id, string? version) =>
        (await Assert.ThrowsAsync<PartimeException>(() => Find(server, id, version))).Message;

    private static async Task<string> RefusalOf(string source) =>
        (await Assert.ThrowsAsync<PartimeException>(() => new PluginFeeds([source]).FindAsync("Word.Count", null, default))).Message;

    private static async Task<string> DownloadFailure(FeedServer server)
    {
        using var folder = new TemporaryFolder();
        return (await Assert.ThrowsAsync<PartimeException>(() => Package(server).DownloadAsync(folder["some.nupkg"], default))).Message;
    }

    private static FoundPackage Package(FeedServer server) => new(new Feed(new PackageSource(server.Index)), "Word.Count", NuGetVersion.Parse("1.0.0"), IsListed: true);
}
