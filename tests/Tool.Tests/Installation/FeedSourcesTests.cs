using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>Which feeds are asked, with real settings of NuGet in a folder.</summary>
public sealed class FeedSourcesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TheConfiguredFeedsAreAsked()
    {
        await using var one = Server("1.0.0");
        await using var other = Server("2.0.0");
        Configure($"""<packageSources><clear /><add key="one" value="{one.Index}" /><add key="other" value="{other.Index}" /></packageSources>""");

        Assert.Equal(("2.0.0", other.Index), Origin(await Find()));
    }

    [Fact]
    public async Task ADisabledFeedIsNotAskedUnlessItIsNamed()
    {
        await using var one = Server("1.0.0");
        await using var other = Server("2.0.0");
        Configure($"""
            <packageSources><clear /><add key="one" value="{one.Index}" /><add key="other" value="{other.Index}" /></packageSources>
            <disabledPackageSources><add key="other" value="true" /></disabledPackageSources>
            """);

        Assert.Equal("1.0.0", (await Find()).Version);
        Assert.Empty(other.Requests);
        Assert.Equal("2.0.0", (await Find("OTHER")).Version);
    }

    [Fact]
    public async Task AnAddressIsNeverLookedUpAsTheNameOfAnotherFeed()
    {
        await using var meant = Server("1.0.0");
        await using var other = Server("66.0.0");
        Configure($"""<packageSources><clear /><add key="{meant.Index}" value="{other.Index}" /></packageSources>""");

        Assert.Equal(("1.0.0", meant.Index), Origin(await Find(meant.Index)));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task APackageThatIsMappedToAFeedIsTakenFromNowhereElse()
    {
        await using var trusted = Server("1.0.0");
        await using var other = Server("66.0.0");
        Configure($"""
            <packageSources><clear /><add key="other" value="{other.Index}" /><add key="trusted" value="{trusted.Index}" /></packageSources>
            <packageSourceMapping><packageSource key="trusted"><package pattern="Word.*" /></packageSource></packageSourceMapping>
            """);

        Assert.Equal("1.0.0", (await Find()).Version);
        Assert.Empty(other.Requests);
        Assert.Contains("map 'Other.Thing' to no enabled feed", await RefusalOf("Other.Thing"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("address")]
    public async Task CredentialsInTheSettingsAreUsedAlsoForAFeedThatIsNamed(string by)
    {
        await using var server = Server("someone:secret", "1.0.0");
        Configure($"""
            <packageSources><clear /><add key="ours" value="{server.Index}" /></packageSources>
            <packageSourceCredentials><ours><add key="Username" value="someone" /><add key="ClearTextPassword" value="secret" /></ours></packageSourceCredentials>
            """);
        var feeds = Feeds(by == "name" ? "ours" : server.Index);
        var found = await feeds.FindAsync("Word.Count", null, default);
        await found.DownloadAsync(folder["some.nupkg"], default);

        Assert.Equal(server.Index, found.Feed.Address);
        Assert.Equal(CraftedPackage.With(), File.ReadAllBytes(folder["some.nupkg"]));
    }

    [Fact]
    public async Task MissingAndWrongCredentialsHaveDifferentMessages()
    {
        await using var server = Server("someone:secret", "1.0.0");
        var sources = $"""<packageSources><clear /><add key="ours" value="{server.Index}" /></packageSources>""";
        Configure(sources);
        Assert.Equal("The feed 'ours' asks for credentials: add them to NuGet's settings, under packageSourceCredentials.", await RefusalOf("Word.Count"));

        Configure(sources + """<packageSourceCredentials><ours><add key="Username" value="someone" /><add key="ClearTextPassword" value="guessed" /></ours></packageSourceCredentials>""");
        Assert.Equal("The feed 'ours' refuses the credentials that NuGet's settings have for it.", await RefusalOf("Word.Count"));
    }

    [Fact]
    public async Task AFolderIsAFeed()
    {
        using var feed = new TemporaryFolder();
        File.WriteAllBytes(feed["Word.Count.1.2.3.nupkg"], CraftedPackage.With());
        var feeds = Feeds(feed.Path);
        var found = await feeds.FindAsync("word.count", null, default);
        await found.DownloadAsync(folder["some.nupkg"], default);

        Assert.Equal(("1.2.3", feed.Path), Origin(found));
        Assert.Equal(CraftedPackage.With(), File.ReadAllBytes(folder["some.nupkg"]));
        Assert.Equal($"There is no package 'Other' on the feed '{feed.Path}'.", await RefusalOf("Other", feed.Path));
        Assert.Equal($"There is no package 'Word.Cuont' on the feed '{feed.Path}'. Did you mean 'Word.Count'?", await RefusalOf("Word.Cuont", feed.Path));
    }

    [Fact]
    public async Task AConfiguredFolderIsFoundFromTheSettingsAndNamedIfItIsMissing()
    {
        Configure("""<packageSources><clear /><add key="ours" value="packages" /></packageSources>""");
        Assert.Equal($"The feed 'ours' is the folder {folder["packages"]}, which does not exist.", await RefusalOf("Word.Count"));

        Directory.CreateDirectory(folder["packages"]);
        File.WriteAllBytes(folder["packages/Word.Count.1.2.3.nupkg"], CraftedPackage.With());
        Assert.Equal(folder["packages"], (await Find()).Feed.Address);
    }

    [Fact]
    public async Task ABrokenFeedIsNamedEvenIfAnotherHasThePackage()
    {
        await using var one = Server("1.0.0");
        await using var broken = Server("1.0.0");
        broken.Statuses["/v3/index.json"] = 503;
        Configure($"""<packageSources><clear /><add key="one" value="{one.Index}" /><add key="broken" value="{broken.Index}" /></packageSources>""");

        Assert.Equal("The feed 'broken' answers with 503 (ServiceUnavailable).", await RefusalOf("Word.Count"));
        Assert.Equal("1.0.0", (await Find("one")).Version);
    }

    [Fact]
    public async Task AnUnknownFeedIsQuoted()
    {
        Configure("""<packageSources><clear /><add key="internal" value="https://feed.invalid/index.json" /></packageSources>""");

        Assert.Equal("The feed 'intrenal' is not an address, an existing folder or the name of a feed in NuGet's settings. Did you mean 'internal'?", await RefusalOf("Word.Count", "intrenal"));
    }

    [Theory]
    [InlineData("<packageSources><clear /></packageSources>", "have no enabled feed")]
    [InlineData("<packageSources>", "NuGet's settings cannot be read")]
    public async Task UnusableSettingsAreNamed(string settings, string reason)
    {
        Configure(settings);

        Assert.Contains(reason, await RefusalOf("Word.Count"), StringComparison.Ordinal);
    }

    private static FeedServer Server(params string[] versions) => Added(new FeedServer(), versions);

    private static FeedServer Server(string credentials, string version) => Added(new FeedServer { Credentials = credentials }, version);

    private static FeedServer Added(FeedServer server, params string[] versions)
    {
        server.Add("Word.Count", CraftedPackage.With(), versions);
        return server;
    }

    private void Configure(string settings) => File.WriteAllText(folder["nuget.config"], $"<configuration>{settings}</configuration>");

    private PluginFeeds Feeds(params string[] sources) => new(sources) { Folder = folder.Path };

    private Task<FoundPackage> Find(params string[] sources) => Feeds(sources).FindAsync("Word.Count", null, default);

    private static (string Version, string Feed) Origin(FoundPackage package) => (package.Version, package.Feed.Address);

    private async Task<string> RefusalOf(string id, params string[] sources) =>
        (await Assert.ThrowsAsync<PartimeException>(() => Feeds(sources).FindAsync(id, null, default))).Message;
}
