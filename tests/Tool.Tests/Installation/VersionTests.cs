using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>Several versions of a plugin side by side.</summary>
public sealed class VersionTests : IDisposable
{
    private readonly Store store = new();

    [Fact]
    public async Task TheLastInstalledVersionIsInUseAndTheOthersAreKept()
    {
        await store.AddAsync("Foo", "2.0.0");
        await store.AddAsync("Foo", "1.0.0");
        await store.AddAsync("Bar", "1.0.0");

        Assert.Equal(["Bar 1.0.0 in use", "Foo 2.0.0", "Foo 1.0.0 in use"], Listed());
        Assert.Equal(["Bar/1.0.0/Bar.dll", "Foo/1.0.0/Foo.dll", "Foo/2.0.0/Foo.dll", "lock.json"], store.Files());
    }

    [Fact]
    public async Task RemovingTheVersionInUsePutsTheNewestOfTheOthersInUse()
    {
        await store.AddAsync("Foo", "1.9.0");
        await store.AddAsync("Foo", "1.10.0");
        await store.AddAsync("Foo", "1.10.0-beta.1");
        await store.RemoveAsync(await store.AddAsync("Foo", "2.0.0"));

        Assert.Equal(["Foo 1.10.0 in use", "Foo 1.10.0-beta.1", "Foo 1.9.0"], Listed());
    }

    [Fact]
    public async Task RemovingAnUnusedVersionKeepsTheOneInUse()
    {
        var kept = await store.AddAsync("Foo", "3.0.0");
        await store.AddAsync("Foo", "1.0.0");
        await store.RemoveAsync(store.Lock.Find("foo", "3.0.0")!);

        Assert.Equal(["Foo 1.0.0 in use"], Listed());
        Assert.False(Directory.Exists(store.Plugins.FolderOf(kept)));
    }

    [Fact]
    public async Task RemovingTheLastVersionLeavesNothing()
    {
        await store.RemoveAsync(await store.AddAsync("Foo", "1.0.0"));

        Assert.Empty(Listed());
        Assert.Equal(["lock.json"], store.Files());
    }

    [Fact]
    public async Task IdsIgnoreCase()
    {
        await store.AddAsync("Foo", "1.0.0");
        await store.AddAsync("foo", "2.0.0");

        Assert.Single(store.Lock.InUse);
        await store.AddAsync("Foo", "1.0.0-Beta");
        Assert.Equal("1.0.0-Beta", store.Lock.Find("FOO", "1.0.0-BETA")?.Version);
        Assert.Equal(3, store.Lock.VersionsOf("FOO").Count);
    }

    [Fact]
    public async Task APluginIsFoundByItsIdOrByOneOfItsVersions()
    {
        await store.AddAsync("Foo", "2.0.0");
        await store.AddAsync("Foo", "1.0.0");

        Assert.Equal(["1.0.0", "2.0.0"], store.Lock.Find(PluginReference.Parse("Foo")).Select(plugin => plugin.Version));
        Assert.Equal("2.0.0", Assert.Single(store.Lock.Find(PluginReference.Parse("foo@2.0"))).Version);
        Assert.Contains("Foo 3.0.0 is not installed. Installed versions: 2.0.0, 1.0.0", Refused("Foo@3"), StringComparison.Ordinal);
        Assert.Contains("No plugin 'Fo' is installed. Did you mean 'Foo'?", Refused("Fo"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "'' is not the name of a plugin")]
    [InlineData("../Foo", "'../Foo' is not the name of a plugin")]
    [InlineData("Foo@", "'' in 'Foo@' is not a version")]
    [InlineData("Foo@one", "'one' in 'Foo@one' is not a version: write one such as Foo@1.2.0")]
    [InlineData("@1.0.0", "'@1.0.0' is not the name of a plugin")]
    public void AnInvalidReferenceIsRefused(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<PartimeException>(() => PluginReference.Parse(text)).Message, StringComparison.Ordinal);

    public void Dispose() => store.Dispose();

    private string Refused(string reference) =>
        Assert.Throws<PartimeException>(() => store.Lock.Find(PluginReference.Parse(reference))).Message;

    private IEnumerable<string> Listed() => store.Lock.Plugins.Select(plugin => $"{plugin}{(plugin.InUse ? " in use" : "")}");
}
