using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>A lock file that is demanded.</summary>
public sealed class PinnedPluginsTests : IDisposable
{
    private readonly Store store = new();

    [Fact]
    public async Task APluginInTheLockFileIsInstalled()
    {
        var plugin = (await store.InstallAsync("Curious")).Plugin;
        var pinned = Pinned();

        Assert.Equal([plugin.ToString()], pinned.FoundIn(store.Plugins).Select(found => found.ToString()));
        pinned.RequireFolder(store.Plugins.FolderOf(plugin));
        // Wherever it is.
        pinned.RequireFolder(store.Folder.CopyPlugin("Curious"));
    }

    [Fact]
    public async Task AChangedFileIsRefusedByItsName()
    {
        var plugin = (await store.InstallAsync("Curious")).Plugin;
        var pinned = Pinned();
        await File.AppendAllTextAsync(Path.Combine(store.Plugins.FolderOf(plugin), "Curious.dll"), " ");

        Assert.Contains("compared with Curious 0.1.0, Curious.dll has been changed", Refused(() => pinned.RequireFolder(store.Plugins.FolderOf(plugin))), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyLockFileRefusesEveryPlugin() =>
        Assert.Contains(" is not a plugin of ", Refused(() => Pinned().RequireFolder(TestPlugin.Path("Throwing"))), StringComparison.Ordinal);

    [Fact]
    public async Task AnotherPluginIsRefused()
    {
        await store.InstallAsync("Curious");

        Assert.Contains($"{TestPlugin.Path("Throwing")} is not a plugin of ", Refused(() => Pinned().RequireFolder(TestPlugin.Path("Throwing"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task APinnedPluginThatIsNotInstalledIsAnError()
    {
        var plugin = (await store.InstallAsync("Curious")).Plugin;
        var pinned = Pinned();
        await store.RemoveAsync(plugin);

        Assert.Contains("is not installed: install the plugins of that lock file", Refused(() => pinned.FoundIn(store.Plugins)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingElseIsInstalled()
    {
        await store.InstallAsync("Curious");
        var pinned = Pinned();

        var other = await Assert.ThrowsAsync<PartimeException>(() => store.Installer(pinned).InstallFolderAsync(TestPlugin.Path("Throwing"), default));
        Assert.StartsWith("Throwing is not in ", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePinnedPluginWithOtherFilesIsNotInstalled()
    {
        await store.RemoveAsync((await store.InstallAsync("Curious")).Plugin);
        await store.InstallAsync("Curious");
        var pinned = Pinned();
        await store.RemoveAsync(store.Lock.Plugins[0]);
        var changed = store.Folder.CopyPlugin("Curious");
        await File.WriteAllTextAsync(Path.Combine(changed, "more.dll"), "");

        var error = await Assert.ThrowsAsync<PartimeException>(() => store.Installer(pinned).InstallFolderAsync(changed, default));
        Assert.Contains("is not the one in ", error.Message, StringComparison.Ordinal);
        Assert.Contains("more.dll has been added", error.Message, StringComparison.Ordinal);
        Assert.Equal(["lock.json"], store.Files());
    }

    [Fact]
    public void AnotherVersionIsRefusedAndBothAreNamed()
    {
        File.WriteAllBytes(store.Folder["pinned.json"], LockFile.ToBytes(new PluginLock([Store.Made("Foo", "1.0.0")])));

        Assert.Contains("Foo 2.0.0 is not in ", Refused(() => new PinnedPlugins(store.Folder["pinned.json"]).Require("Foo", "2.0.0")), StringComparison.Ordinal);
        Assert.Contains("which has version 1.0.0", Refused(() => new PinnedPlugins(store.Folder["pinned.json"]).Require("Foo", "2.0.0")), StringComparison.Ordinal);
    }

    public void Dispose() => store.Dispose();

    /// <summary>The present state, as <c>plugin lock</c> prints it.</summary>
    private PinnedPlugins Pinned()
    {
        File.WriteAllBytes(store.Folder["pinned.json"], LockFile.ToBytes(new PluginLock([.. store.Lock.InUse])));
        return new PinnedPlugins(store.Folder["pinned.json"]);
    }

    private static string Refused(Action act) => Assert.Throws<PartimeException>(act).Message;
}
