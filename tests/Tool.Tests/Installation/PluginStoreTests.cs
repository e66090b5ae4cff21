using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

public sealed class PluginStoreTests
{
    [Fact]
    public void AStoreInARelativeHomeHasAFullPath()
    {
        var store = new PluginStore(Path.Combine("home", "plugins"));
        Assert.Equal(Path.GetFullPath(Path.Combine("home", "plugins")), store.Folder);
        Assert.True(Path.IsPathFullyQualified(store.FolderOf(Store.Made("Foo", "1.0.0"))));
        Assert.True(Path.IsPathFullyQualified(store.LockPath));
    }

    /// <summary>As one that this user may not read.</summary>
    [Fact]
    public void ALockThatIsThereAndCannotBeReadIsNotAsIfNothingWereInstalled()
    {
        using var temporary = new TemporaryFolder();
        Assert.Empty(new PluginStore(temporary["plugins"]).ReadLock().Plugins);
        Directory.CreateDirectory(temporary["plugins/lock.json"]);
        Assert.Contains("it is a folder", Assert.Throws<PartimeException>(() => new PluginStore(temporary["plugins"]).ReadLock()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AHomeThatIsAFileIsNamedAndNoBug()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary["home"], "");
        Assert.Contains("PARTIME_HOME", Assert.Throws<PartimeException>(() => new PluginStore(temporary["home/plugins"]).PrivateFolder("cluster")).Message, StringComparison.Ordinal);
    }
}
